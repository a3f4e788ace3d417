import { parseXml, XmlElement, XmlText } from '@rgrove/parse-xml';
import { MalformedBody } from '../webhook/provider.ts';

/** Nothing that is sent is as deep; the parser would run out of stack at some thousands. */
const deepest = 100;

type Value = string | null | { readonly [name: string]: Value } | readonly Value[];

/**
 * XML as a value: `{ <root>: … }`. An element is its text, or an object of its elements by name, where a name that is there more than once is a list.
 * As Rails writes it, `type="array"` is a list, even of one or none, and `nil="true"` is null. Other attributes, comments and the document type are left out.
 * @throws {MalformedBody} for what is not well-formed, and for entities that XML itself does not know
 */
export function xml(text: string): Value {
	checkDepth(text);
	try {
		// XML 1.0, 2.11. The parser does it too, but for 1 MB of returns it takes minutes.
		const { root } = parseXml(text.replace(/\r\n?/g, '\n'));
		if (root !== null) return { [root.name]: readElement(root) };
	} catch {
		// The message would quote the body.
	}
	throw new MalformedBody('the XML is not well-formed');
}

/** Counts before the parser looks: of a text that is well-formed, this is its depth or more. */
function checkDepth(text: string): void {
	let depth = 0;
	for (const [tag] of text.matchAll(/<(?:\/|[^!?/>][^>]*)?>?/g)) {
		if (tag.startsWith('</')) depth--;
		else if (!tag.endsWith('/>')) depth++;
		if (depth > deepest) throw new MalformedBody('the XML is too deep');
	}
}

function readElement(element: XmlElement): Value {
	const { nil, type } = element.attributes;
	if (nil === 'true') return null;
	const children = element.children.filter((child) => child instanceof XmlElement);
	if (type === 'array') return children.map(readElement);
	if (children.length === 0) return element.children.map((child) => (child instanceof XmlText ? child.text : '')).join('');
	const values = new Map<string, Value[]>();
	for (const child of children) {
		const list = values.get(child.name);
		if (list) list.push(readElement(child));
		else values.set(child.name, [readElement(child)]);
	}
	return Object.fromEntries([...values].map(([name, [first = null, ...more]]) => [name, more.length === 0 ? first : [first, ...more]]));
}
