type Props = {
	readonly label: string;
	readonly value: string;
	readonly names: readonly string[];
	readonly onChange: (name: string) => void;
	/** Of the choice that narrows nothing; absent where there is none. */
	readonly all?: string;
	readonly labelOf?: (name: string) => string;
};

export function Choice({ label, value, names, onChange, all, labelOf = (name) => name }: Props) {
	// A link may name what this project does not have.
	const offered = value === '' || names.includes(value) ? names : [...names, value];
	return (
		<label>
			<span>{label}</span>
			<select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
				{all !== undefined && <option value="">{all}</option>}
				{offered.map((name) => (
					<option value={name} key={name}>
						{labelOf(name)}
					</option>
				))}
			</select>
		</label>
	);
}
