import { findChromium } from './find-chromium.ts';

if (findChromium() === undefined) {
	process.stderr.write('The browser tests want a Chromium: apt-get install chromium, or name one in the environment variable CHROMIUM.\n');
	process.exitCode = 1;
}
