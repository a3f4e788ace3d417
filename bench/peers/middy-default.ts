// What Middy with its defaults adds to the call of a handler behind ten steps that do nothing, in microseconds. Lambda's context says how much time is left.
import middy from '@middy/core';
import { compare } from '../measure.ts';

const answer = async () => ({ statusCode: 200, body: '' });
const context = { getRemainingTimeInMillis: () => 10_000 };
const steps = Array.from({ length: 10 }, () => ({ before: () => undefined }));
const handler = middy().use(steps).handler(answer) as unknown as (event: object, context: object) => Promise<unknown>;
const event = {};
const { micros } = await compare([() => answer(), () => handler(event, context)]);
process.stdout.write(`\n${JSON.stringify((micros[1] ?? Number.NaN) - (micros[0] ?? Number.NaN))}\n`, () => process.exit());
