import { useEffect, useRef, useState } from 'preact/hooks';
import type { Project } from '../api.ts';
import { type Filters, noFilters, spans } from './route.ts';

type Props = { readonly filters: Filters; readonly project: Project | undefined; readonly onChange: (filters: Filters) => void };

/** After the last letter, in milliseconds. */
const pause = 300;
const statuses = ['pending', 'done', 'dead', 'unhandled', 'refused'];

export function FilterBar({ filters, project, onChange }: Props) {
	const { text, type, set, setLater } = useTyped(filters, onChange);
	const types = (project?.sources ?? [])
		.filter(({ name }) => filters.source === '' || name === filters.source)
		.flatMap((each) => each.types);
	const narrowed = Object.values(filters).some((value) => value !== '');
	return (
		<search class="filters">
			<label class="wide">
				<span>Search</span>
				<input
					type="search"
					placeholder="Id, type, path, code or body"
					value={text}
					onInput={(event) => setLater({ text: event.currentTarget.value })}
					spellcheck={false}
				/>
			</label>
			<Choice
				label="Source"
				value={filters.source}
				names={(project?.sources ?? []).map(({ name }) => name)}
				onChange={(source) => set({ source })}
			/>
			<label>
				<span>Type</span>
				<input list="types" value={type} onInput={(event) => setLater({ type: event.currentTarget.value })} spellcheck={false} />
				<datalist id="types">
					{[...new Set(types)].sort().map((name) => (
						<option value={name} key={name} />
					))}
				</datalist>
			</label>
			<Choice label="Status" value={filters.status} names={statuses} onChange={(status) => set({ status })} />
			<Choice
				label="Received"
				value={filters.within}
				names={Object.keys(spans)}
				labels={(name) => spans[name]?.label ?? name}
				onChange={(within) => set({ within })}
			/>
			<button type="button" onClick={() => set(noFilters)} disabled={!narrowed}>
				Clear
			</button>
		</search>
	);
}

type ChoiceProps = {
	readonly label: string;
	readonly value: string;
	readonly names: readonly string[];
	readonly labels?: (name: string) => string;
	readonly onChange: (value: string) => void;
};

function Choice({ label, value, names, labels = (name) => name, onChange }: ChoiceProps) {
	// A link may name what this project does not have.
	const all = value === '' || names.includes(value) ? names : [...names, value];
	return (
		<label>
			<span>{label}</span>
			<select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
				<option value="">All</option>
				{all.map((name) => (
					<option value={name} key={name}>
						{labels(name)}
					</option>
				))}
			</select>
		</label>
	);
}

/** What is typed shows at once and is asked for after a pause. */
function useTyped(filters: Filters, onChange: Props['onChange']) {
	const [typed, setTyped] = useState<Partial<Filters>>({});
	const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
	const latest = useRef(filters);
	latest.current = filters;
	// Only what has arrived: the next letter may have been typed meanwhile.
	useEffect(() => {
		setTyped((now) => ((now.text ?? filters.text) === filters.text && (now.type ?? filters.type) === filters.type ? {} : now));
	}, [filters.text, filters.type]);
	const set = (changes: Partial<Filters>) => {
		clearTimeout(timer.current);
		onChange({ ...latest.current, ...typed, ...changes });
		setTyped({});
	};
	const setLater = (changes: Partial<Filters>) => {
		setTyped((before) => ({ ...before, ...changes }));
		clearTimeout(timer.current);
		timer.current = setTimeout(() => onChange({ ...latest.current, ...typed, ...changes }), pause);
	};
	return { text: typed.text ?? filters.text, type: typed.type ?? filters.type, set, setLater };
}
