import { expect, test } from 'vitest';
import { jsonSchema } from '../../../../lab/github/openapi/json-schema.ts';

test('nullable becomes a type of its own', () => {
  expect(jsonSchema({ type: 'string', nullable: true })).toEqual({ type: ['string', 'null'] });
  expect(jsonSchema({ type: 'string', enum: ['a'], nullable: true })).toEqual({
    type: ['string', 'null'],
    enum: ['a', null],
  });
  expect(jsonSchema({ nullable: true, oneOf: [{ type: 'string' }] })).toEqual({
    anyOf: [{ oneOf: [{ type: 'string' }] }, { type: 'null' }],
  });
});

test('references point at the extract, and commentary goes', () => {
  const schema = { $ref: '#/components/schemas/simple-user' };
  expect(jsonSchema({ description: 'who', 'x-github': {}, ...schema })).toEqual({
    $ref: '#/schemas/simple-user',
  });
  expect(jsonSchema({ type: 'array', items: schema, example: [1] })).toEqual({
    type: 'array',
    items: { $ref: '#/schemas/simple-user' },
  });
});

test('a property called like a comment is still a property', () => {
  const schema = {
    type: 'object',
    properties: { description: { type: 'string' }, title: { type: 'string' } },
  };
  expect(jsonSchema(schema)).toEqual(schema);
});
