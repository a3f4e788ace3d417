import httpMultipartBodyParser from '@middy/http-multipart-body-parser';
import type { Parse } from '../webhook/provider.ts';
import { runParser } from './run-parser.ts';

const { before } = httpMultipartBodyParser();

/** `multipart/form-data`: fields as strings, files as `{ filename, content, … }`. */
export const multipart: Parse = ({ rawBody, headers }) =>
	runParser(before, { headers, body: rawBody.toString('base64'), isBase64Encoded: true });
