import type { Project } from '../api.ts';
import { Choice } from './choice.tsx';
import { type Filters, noFilters, spans } from './route.ts';
import { useTyped } from './use-typed.ts';

type Props = { readonly filters: Filters; readonly project: Project | undefined; readonly onChange: (filters: Filters) => void };

const statuses = ['pending', 'done', 'dead', 'unhandled', 'refused'];
const labelOf = (span: string) => spans[span]?.label ?? span;

export function FilterBar({ filters, project, onChange }: Props) {
	const { text, type, set, setLater } = useTyped(filters, onChange);
	const { source, status, within } = filters;
	const sources = project?.sources ?? [];
	const types = sources.filter(({ name }) => source === '' || name === source).flatMap((each) => each.types);
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
			<Choice label="Source" all="All" value={source} names={sources.map(({ name }) => name)} onChange={(name) => set({ source: name })} />
			<TypeField type={type} types={types} onInput={(name) => setLater({ type: name })} />
			<Choice label="Status" all="All" value={status} names={statuses} onChange={(name) => set({ status: name })} />
			<Choice
				label="Received"
				all="All"
				value={within}
				names={Object.keys(spans)}
				labelOf={labelOf}
				onChange={(name) => set({ within: name })}
			/>
			<button type="button" onClick={() => set(noFilters)} disabled={!narrowed}>
				Clear
			</button>
		</search>
	);
}

type TypeProps = { readonly type: string; readonly types: readonly string[]; readonly onInput: (type: string) => void };

/** Any type may be asked for; those that have a function are offered. */
function TypeField({ type, types, onInput }: TypeProps) {
	return (
		<label>
			<span>Type</span>
			<input list="types" value={type} onInput={(event) => onInput(event.currentTarget.value)} spellcheck={false} />
			<datalist id="types">
				{[...new Set(types)].sort().map((name) => (
					<option value={name} key={name} />
				))}
			</datalist>
		</label>
	);
}
