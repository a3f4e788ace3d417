import { stripTypeScriptTypes } from 'node:module';

// Lines and columns stay as they are, so no source map is needed.
export default { process: (source) => ({ code: stripTypeScriptTypes(source) }) };
