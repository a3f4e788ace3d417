import { slack } from '../providers/slack.ts';
import { receive } from '../receive.ts';

export const handler = receive(slack);
