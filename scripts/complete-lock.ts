// Run after every change of dependencies: `node scripts/complete-lock.ts`.
// npm 11's `npm ci` refuses a lock that lacks the entry of an optional package for another platform, and npm writes no entry
// for one that the registry in use could not deliver. The names say for which platform each is.
import { readFileSync, writeFileSync } from 'node:fs';

type Entry = { optionalDependencies?: Record<string, string>; dev?: boolean };

const file = new URL('../package-lock.json', import.meta.url);
const lock: { packages: Record<string, Entry & Record<string, unknown>> } = JSON.parse(readFileSync(file, 'utf8'));
const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const processors = ['arm64', 'arm', 'x64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x'];
const paths = new Set(Object.keys(lock.packages).map((path) => path.replace(/^.*node_modules\//, '')));

for (const { optionalDependencies = {}, dev = false } of Object.values(lock.packages)) {
	for (const [name, version] of Object.entries(optionalDependencies)) {
		if (paths.has(name)) continue;
		const words = name.split(/[/-]/);
		const os = systems.filter((system) => words.includes(system));
		const cpu = processors.filter((processor) => words.includes(processor));
		if (os.length === 0) continue;
		lock.packages[`node_modules/${name}`] = { version, ...(cpu.length > 0 && { cpu }), ...(dev && { dev }), optional: true, os };
		console.log(`added ${name}@${version}`);
	}
}

// As npm sorts them, or the first install would change the file.
const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, undefined, '\t')}\n`);
