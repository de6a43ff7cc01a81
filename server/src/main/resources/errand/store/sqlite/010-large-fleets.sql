-- A thing's queue and its history in one index: a rollout places executions on things in no order of
-- their ids, so in a large fleet each index by thing costs a page of its own for every placement.
create index executions_of_thing on executions (thing_id, pending, placed_order);

drop index executions_pending;

drop index executions_by_thing;
