import config from './jest.config.mjs';

/** `npm run test:proofs`: the real run and the real `sls`, killed, starved and changed. Each takes a minute or so, most of it the starting of processes. */
export default { ...config, testMatch: ['**/*.proof.ts'] };
