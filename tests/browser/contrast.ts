import type { Page } from 'playwright-core';

/** Each text of the page that stands out from its background by less than 4.5 to 1: https://www.w3.org/TR/WCAG22/#contrast-minimum */
export function faintTexts(page: Page): Promise<readonly string[]> {
	return page.evaluate(() => {
		type Colour = readonly [red: number, green: number, blue: number, alpha: number];
		const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
		// Whatever form a colour is written in, a canvas paints it as four bytes.
		const read = (colour: string): Colour => {
			if (canvas === null) return [0, 0, 0, 0];
			canvas.clearRect(0, 0, 1, 1);
			canvas.fillStyle = colour;
			canvas.fillRect(0, 0, 1, 1);
			const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
			return [red, green, blue, alpha / 255];
		};
		const backgroundOf = (element: Element | null): Colour => {
			if (element === null) return [255, 255, 255, 1];
			const own = read(getComputedStyle(element).backgroundColor);
			return own[3] === 1 ? own : backgroundOf(element.parentElement);
		};
		const luminance = ([red, green, blue]: Colour) => {
			const [r = 0, g = 0, b = 0] = [red, green, blue].map((each) => {
				const part = each / 255;
				return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
			});
			return 0.2126 * r + 0.7152 * g + 0.0722 * b;
		};
		const ratio = (one: Colour, other: Colour) => {
			const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
			return (light + 0.05) / (dark + 0.05);
		};
		const faint: string[] = [];
		const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
			const element = node.parentElement;
			const text = node.textContent?.trim() ?? '';
			if (text === '' || element?.checkVisibility() !== true || element.closest(':disabled') !== null) continue;
			const found = ratio(read(getComputedStyle(element).color), backgroundOf(element));
			if (found < 4.5) faint.push(`${text.slice(0, 40)}: ${found.toFixed(2)}`);
		}
		return faint;
	});
}
