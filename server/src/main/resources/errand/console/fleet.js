// Things, groups and types: who is there, who is connected, and finding them.
import { h, useState, useEffect, api, enc, go, Badge, Card, Empty, Link, Problem, Tabs, Time, number, thingPath, useLoad } from './ui.js';

const PAGE = 50;

export function FleetPage({ at }) {
  const [tab, setTab] = useState(at || 'things');
  return h('main', { id: 'main' },
    h('div', { class: 'head' }, h('h1', null, 'Fleet'), h(Tabs, { at: tab, set: setTab, of: [['things', 'Things'], ['groups', 'Groups'], ['types', 'Types']] })),
    tab === 'things' ? h(Things, { query: new URLSearchParams(location.search).get('q') || '' }) : tab === 'groups' ? h(Groups) : h(Types));
}

const EXAMPLES = ['connectivity.connected:true', 'thingTypeName:pump', 'attributes.site:7', 'thingGroupNames:north AND NOT attributes.model:old'];

export function Things({ query, fixed }) {
  const [text, setText] = useState(query);
  const [asked, setAsked] = useState(query);
  const [tokens, setTokens] = useState([]);
  const [beat, setBeat] = useState(0);
  const token = tokens[tokens.length - 1];
  const whole = [fixed, asked && (fixed ? `(${asked})` : asked)].filter(Boolean).join(' AND ') || '*';
  useEffect(() => {
    const timer = setInterval(() => setBeat((n) => n + 1), 5000);
    return () => clearInterval(timer);
  }, []);
  const page = useLoad(() => api('POST', '/indices/search', { queryString: whole, maxResults: PAGE, ...(token ? { nextToken: token } : {}) }), [whole, token, beat]);
  const count = useLoad(() => api('POST', '/indices/statistics', { queryString: whole }), [whole]);
  const search = (e) => { e.preventDefault(); setTokens([]); setAsked(text.trim()); };
  const things = page.value ? page.value.things || [] : null;
  return h(Card, null,
    h('form', { class: 'row filters', onSubmit: search },
      h('label', { class: 'grow' }, 'Search', h('input', { type: 'search', id: 'search', value: text, placeholder: 'pump* or attributes.site:7 AND connectivity.connected:false', onInput: (e) => setText(e.target.value) })),
      h('button', { class: 'primary' }, 'Search')),
    h('p', { class: 'dim small' }, 'Such as ', EXAMPLES.map((each) => h('button', { type: 'button', key: each, class: 'chip', onClick: () => { setText(each); setTokens([]); setAsked(each); } }, each))),
    h(Problem, { error: page.error }),
    count.value && count.value.statistics && h('p', { role: 'status' }, h('b', null, number(count.value.statistics.count)), ' things'),
    things && things.length === 0 && h(Empty, null, 'No thing is like that.'),
    things && things.length > 0 && h('table', { class: 'list' },
      h('thead', null, h('tr', null, ['Thing', 'Connected', 'Type', 'Groups', 'Attributes'].map((each) => h('th', { scope: 'col', key: each }, each)))),
      h('tbody', null, things.map((each) => h(ThingRow, { key: each.thingName, thing: each })))),
    h('div', { class: 'row end' },
      tokens.length > 0 && h('button', { class: 'quiet', onClick: () => setTokens(tokens.slice(0, -1)) }, 'Back'),
      page.value && page.value.nextToken && h('button', { class: 'quiet', onClick: () => setTokens([...tokens, page.value.nextToken]) }, 'Further')));
}

export function Connected({ connectivity }) {
  if (!connectivity || !(connectivity.connected || connectivity.timestamp)) return h('span', { class: 'dim' }, 'never connected');
  return connectivity.connected ? h(Badge, { status: 'connected' }, 'connected') : h('span', { class: 'dim' }, 'no, since ', h(Time, { at: connectivity.timestamp / 1000 }));
}

function ThingRow({ thing }) {
  return h('tr', null,
    h('td', { 'data-label': 'Thing' }, h(Link, { to: thingPath(thing.thingName), class: 'strong' }, thing.thingName)),
    h('td', { 'data-label': 'Connected' }, h(Connected, { connectivity: thing.connectivity })),
    h('td', { 'data-label': 'Type' }, thing.thingTypeName || h('span', { class: 'dim' }, '–')),
    h('td', { 'data-label': 'Groups' }, h('span', null, (thing.thingGroupNames || []).map((each) => h(Link, { key: each, to: '/groups/' + enc(each), class: 'chip' }, each)))),
    h('td', { 'data-label': 'Attributes' }, h('span', null, Object.entries(thing.attributes || {}).map(([name, value]) => h('span', { class: 'chip', key: name }, `${name} ${value}`)))));
}

function Groups() {
  const [prefix, setPrefix] = useState('');
  const page = useLoad(() => api('GET', '/thing-groups?maxResults=100' + (prefix && '&namePrefixFilter=' + enc(prefix))), [prefix]);
  return h(Card, null,
    h('div', { class: 'row filters' }, h('label', { class: 'grow' }, 'Names that begin with', h('input', { type: 'search', id: 'search', value: prefix, onInput: (e) => setPrefix(e.target.value) }))),
    h(Problem, { error: page.error }),
    page.value && page.value.thingGroups.length === 0 && h(Empty, null, 'No group.'),
    page.value && page.value.thingGroups.length > 0 && h('ul', { class: 'plainlist' }, page.value.thingGroups.map((each) => h('li', { key: each.groupName }, h(Link, { to: '/groups/' + enc(each.groupName) }, each.groupName)))),
    page.value && page.value.nextToken && h('p', { class: 'dim small' }, 'There are more: narrow it down.'));
}

function Types() {
  const page = useLoad(() => api('GET', '/thing-types?maxResults=100'), []);
  const types = page.value ? page.value.thingTypes : [];
  return h(Card, null,
    h(Problem, { error: page.error }),
    page.value && types.length === 0 && h(Empty, null, 'No thing type.'),
    types.length > 0 && h('table', { class: 'list' },
      h('thead', null, h('tr', null, ['Type', 'Description', 'Searchable', 'Created'].map((each) => h('th', { scope: 'col', key: each }, each)))),
      h('tbody', null, types.map((each) => h('tr', { key: each.thingTypeName },
        h('td', { 'data-label': 'Type' }, h(Link, { to: '/things?q=' + enc('thingTypeName:' + each.thingTypeName), class: 'strong' }, each.thingTypeName), (each.thingTypeMetadata || {}).deprecated && h('span', { class: 'dim small' }, ' deprecated')),
        h('td', { 'data-label': 'Description' }, (each.thingTypeProperties || {}).thingTypeDescription || ''),
        h('td', { 'data-label': 'Searchable' }, h('span', null, ((each.thingTypeProperties || {}).searchableAttributes || []).map((name) => h('span', { class: 'chip', key: name }, name)))),
        h('td', { 'data-label': 'Created' }, h(Time, { at: (each.thingTypeMetadata || {}).creationDate })))))));
}

export function GroupPage({ name }) {
  const group = useLoad(() => api('GET', '/thing-groups/' + enc(name)), [name]);
  const properties = (group.value || {}).thingGroupProperties || {};
  const parent = ((group.value || {}).thingGroupMetadata || {}).parentGroupName;
  return h('main', { id: 'main' },
    h('p', { class: 'crumbs' }, h(Link, { to: '/groups' }, 'Groups'), ' / ', parent && h(Link, { to: '/groups/' + enc(parent) }, parent), parent && ' / '),
    h('h1', null, name),
    h(Problem, { error: group.error }),
    group.value && group.value.queryString && h('p', { class: 'note' }, 'Everything that answers to ', h('code', null, group.value.queryString)),
    properties.thingGroupDescription && h('p', { class: 'dim' }, properties.thingGroupDescription),
    group.value && h(Things, { query: '', fixed: 'thingGroupNames:' + quoted(name) }));
}
const quoted = (name) => '"' + name + '"';
