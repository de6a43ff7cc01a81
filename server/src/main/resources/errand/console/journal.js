// Who did what: operators by key, devices by certificate, strangers who were turned away.
import { h, useState, enc, Badge, Card, Empty, Link, Problem, Time, number, thingPath, jobPath } from './ui.js';
import { useLive } from './live.js';

const OUTCOMES = [['', 'All'], ['DONE', 'Done'], ['REFUSED', 'Refused'], ['FAILED', 'Failed']];

export function JournalPage() {
  const [outcome, setOutcome] = useState('');
  const [asked, setAsked] = useState({ actor: '', resource: '', action: '' });
  const [tokens, setTokens] = useState([]);
  const token = tokens[tokens.length - 1];
  const filters = Object.entries(asked).filter(([, value]) => value).map(([name, value]) => `&${name}=${enc(value)}`).join('');
  const path = '/_errand/audit?maxResults=50' + filters + (outcome && '&outcome=' + outcome) + (token ? '&nextToken=' + enc(token) : '');
  const live = useLive([path]);
  const answer = live.seen[path];
  const entries = answer && answer.status === 200 ? answer.body.auditEntries : null;
  const search = (e) => {
    e.preventDefault();
    const form = new FormData(e.target);
    setTokens([]);
    setAsked({ actor: form.get('actor').trim(), resource: form.get('resource').trim(), action: form.get('action').trim() });
  };
  return h('main', { id: 'main' },
    h('h1', null, 'Journal'),
    h(Card, null,
      h('form', { class: 'row filters', onSubmit: search },
        h('label', null, 'Outcome', h('select', { value: outcome, onChange: (e) => { setOutcome(e.target.value); setTokens([]); } }, OUTCOMES.map(([value, label]) => h('option', { value }, label)))),
        h('label', { class: 'grow' }, 'Who: key or certificate id', h('input', { name: 'actor', id: 'search', type: 'search' })),
        h('label', { class: 'grow' }, 'About, such as thing/pump-1', h('input', { name: 'resource', type: 'search' })),
        h('label', null, 'Action', h('input', { name: 'action', type: 'search', placeholder: 'CreateJob' })),
        h('button', { class: 'primary' }, 'Search')),
      answer && answer.status !== 200 && h(Problem, { error: answer.body }),
      entries && entries.length === 0 && h(Empty, null, 'Nothing like that has been written down.'),
      entries && entries.length > 0 && h('table', { class: 'list' },
        h('thead', null, h('tr', null, ['When', 'Who', 'Action', 'About', 'Outcome'].map((each) => h('th', { scope: 'col', key: each }, each)))),
        h('tbody', null, entries.map((each) => h(Entry, { key: each.number, entry: each })))),
      h('div', { class: 'row end' },
        tokens.length > 0 && h('button', { class: 'quiet', onClick: () => setTokens(tokens.slice(0, -1)) }, 'Newer'),
        entries && answer.body.nextToken && h('button', { class: 'quiet', onClick: () => setTokens([...tokens, answer.body.nextToken]) }, 'Older'))));
}

const KINDS = { KEY: 'key', CERTIFICATE: 'certificate', NOBODY: 'nobody proven' };
const BADGES = { DONE: 'SUCCEEDED', REFUSED: 'REJECTED', FAILED: 'FAILED' };

function Entry({ entry }) {
  const { actor } = entry;
  return h('tr', null,
    h('td', { 'data-label': 'When' }, h(Time, { at: Date.parse(entry.at) / 1000 })),
    h('td', { 'data-label': 'Who' }, h('span', null, KINDS[actor.kind] || actor.kind, ' ', h('code', null, actor.id.length > 24 ? actor.id.slice(0, 16) + '…' : actor.id)), actor.address && h('div', { class: 'dim small' }, actor.address)),
    h('td', { 'data-label': 'Action' }, h('span', { class: 'strong' }, entry.action), entry.times > 1 && h('span', { class: 'dim' }, ` ${number(entry.times)} times`)),
    h('td', { 'data-label': 'About' }, h('span', null, entry.resources.map((each) => h(Resource, { key: each, name: each })))),
    h('td', { 'data-label': 'Outcome' }, h(Badge, { status: BADGES[entry.outcome] }, entry.outcome.toLowerCase()), entry.code && h('div', { class: 'dim small' }, entry.code)));
}

function Resource({ name }) {
  const slash = name.indexOf('/');
  const kind = name.slice(0, slash);
  const rest = name.slice(slash + 1);
  const to = kind === 'thing' ? thingPath(rest) : kind === 'job' ? jobPath(rest) : kind === 'thinggroup' ? '/groups/' + enc(rest) : '';
  const shown = rest.length === 64 ? `${kind}/${rest.slice(0, 16)}…` : name;
  return to ? h(Link, { to, class: 'chip' }, shown) : h('span', { class: 'chip', title: name }, shown);
}
