const key = (hash: string, range?: string) => [
	{ AttributeName: hash, KeyType: 'HASH' },
	...(range === undefined ? [] : [{ AttributeName: range, KeyType: 'RANGE' }]),
];

/** The table as CloudFormation and CreateTable both write it. Its TTL attribute is `ttl`. */
export const tableSchema = {
	BillingMode: 'PAY_PER_REQUEST',
	AttributeDefinitions: [
		{ AttributeName: 'pk', AttributeType: 'S' },
		{ AttributeName: 'day', AttributeType: 'S' },
		{ AttributeName: 'receivedAt', AttributeType: 'N' },
		{ AttributeName: 'due', AttributeType: 'S' },
		{ AttributeName: 'dueAt', AttributeType: 'N' },
	],
	KeySchema: key('pk'),
	GlobalSecondaryIndexes: [
		{
			IndexName: 'time',
			KeySchema: key('day', 'receivedAt'),
			Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['source', 'eventId', 'type', 'status', 'expiresAt'] },
		},
		{ IndexName: 'due', KeySchema: key('due', 'dueAt'), Projection: { ProjectionType: 'KEYS_ONLY' } },
	],
};
