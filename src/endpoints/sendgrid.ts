import { sendgrid } from '../providers/sendgrid.ts';
import { receive } from '../receive.ts';

export const handler = receive(sendgrid);
