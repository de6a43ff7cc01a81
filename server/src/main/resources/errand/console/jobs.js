// The list of jobs: status, progress, rate, why it waits.
import { h, useState, useRef, Badge, Bar, Card, Empty, Link, Problem, Time, number, total, jobPath, mayChange, enc, FAILURES } from './ui.js';
import { useLive } from './live.js';

const SHOWN = [['', 'All'], ['IN_PROGRESS', 'In progress'], ['SCHEDULED', 'Scheduled'], ['COMPLETED', 'Completed'], ['CANCELED', 'Canceled'], ['DELETION_IN_PROGRESS', 'Being deleted']];
const PAGE = 25;

export const over = (counts) => total(counts) - (counts.QUEUED || 0) - (counts.IN_PROGRESS || 0);

/** Executions that end each minute, from what this page has seen; null before it can tell. */
export function useRates() {
  const seen = useRef(new Map());
  return (id, counts) => {
    const now = performance.now() / 1000;
    const marks = seen.current.get(id) || [];
    if (!marks.length || now - marks[marks.length - 1].now > 0.8) marks.push({ now, over: over(counts) });
    while (marks.length > 2 && now - marks[0].now > 60) marks.shift();
    seen.current.set(id, marks);
    const past = now - marks[0].now;
    return past < 3 ? null : 60 * (over(counts) - marks[0].over) / past;
  };
}
export const rateWords = (rate) => rate === null ? '…' : `${number(Math.round(rate * 10) / 10)} / min`;

export function JobsPage() {
  const [status, setStatus] = useState('');
  const [selection, setSelection] = useState('');
  const [words, setWords] = useState('');
  const [tokens, setTokens] = useState([]);
  const rate = useRates();
  const token = tokens[tokens.length - 1];
  const path = `/_errand/jobs?maxResults=${PAGE}` + (status && '&status=' + status) + (selection && '&targetSelection=' + selection) + (token ? '&nextToken=' + enc(token) : '');
  const live = useLive([path]);
  const answer = live.seen[path];
  const page = answer && answer.status === 200 ? answer.body : null;
  const wanted = words.trim().toLowerCase();
  const jobs = page ? page.jobs.filter((each) => !wanted || (each.jobId + ' ' + (each.description || '')).toLowerCase().includes(wanted)) : [];
  const choose = (set) => (e) => { set(e.target.value); setTokens([]); };
  return h('main', { id: 'main' },
    h('div', { class: 'head' }, h('h1', null, 'Jobs'), mayChange() && h(Link, { to: '/create', class: 'button primary' }, 'New job')),
    h(Card, null,
      h('div', { class: 'row filters' },
        h('label', null, 'Status', h('select', { value: status, onChange: choose(setStatus) }, SHOWN.map(([value, label]) => h('option', { value }, label)))),
        h('label', null, 'Targets', h('select', { value: selection, onChange: choose(setSelection) },
          h('option', { value: '' }, 'All'), h('option', { value: 'SNAPSHOT' }, 'Snapshot'), h('option', { value: 'CONTINUOUS' }, 'Continuous'))),
        h('label', { class: 'grow' }, 'On this page, with the words', h('input', { type: 'search', id: 'search', value: words, onInput: (e) => setWords(e.target.value) }))),
      answer && answer.status !== 200 && h(Problem, { error: answer.body }),
      page && jobs.length === 0 && h(Empty, null, page.jobs.length ? 'No job on this page has these words.' : 'No job yet. Create one, or run ', page.jobs.length === 0 && h('code', null, 'errand simulate'), page.jobs.length === 0 && ' for devices to send it to.'),
      jobs.length > 0 && h('table', { class: 'list' },
        h('thead', null, h('tr', null, ['Job', 'Status', 'Progress', 'Over', 'Rate', 'Created'].map((each) => h('th', { scope: 'col', key: each, class: ['Over', 'Rate'].includes(each) ? 'num' : undefined }, each)))),
        h('tbody', null, jobs.map((job) => h(JobRow, { key: job.jobId, job, rate: rate(job.jobId, job.thingsByStatus) })))),
      h('div', { class: 'row end' },
        tokens.length > 0 && h('button', { class: 'quiet', onClick: () => setTokens(tokens.slice(0, -1)) }, 'Newer'),
        page && page.nextToken && h('button', { class: 'quiet', onClick: () => setTokens([...tokens, page.nextToken]) }, 'Older'))));
}

function JobRow({ job, rate }) {
  const counts = job.thingsByStatus;
  const bad = FAILURES.reduce((sum, each) => sum + (counts[each] || 0), 0);
  return h('tr', null,
    h('td', { 'data-label': 'Job' }, h(Link, { to: jobPath(job.jobId), class: 'strong' }, job.jobId), job.description && h('div', { class: 'dim clip' }, job.description)),
    h('td', { 'data-label': 'Status' }, h(Badge, { status: job.paused ? 'PAUSED' : job.status }, job.paused ? 'paused' : undefined),
      job.waitingFor && h('div', { class: 'dim small' }, job.waitingFor.message)),
    h('td', { 'data-label': 'Progress', class: 'wide' }, h(Bar, { counts })),
    h('td', { 'data-label': 'Over', class: 'num' }, `${number(over(counts))} of ${number(total(counts))}`, bad > 0 && h('div', { class: 'bad small' }, `${number(bad)} not well`)),
    h('td', { 'data-label': 'Rate', class: 'num' }, job.status === 'IN_PROGRESS' ? rateWords(rate) : '–'),
    h('td', { 'data-label': 'Created' }, h(Time, { at: job.createdAt })));
}
