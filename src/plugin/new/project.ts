import type { Known, Service } from '../read-routes.ts';

/** What the commands that write code know about the project. */
export type Project = {
	/** That of serverless.yml. */
	readonly folder: string;
	/** The name of serverless.yml, which may be another. */
	readonly file: string;
	readonly service: Service;
	readonly known: Known;
};
