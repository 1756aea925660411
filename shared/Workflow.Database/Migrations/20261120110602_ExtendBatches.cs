using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>What a batch is made of, who works on it, and what became of each of its items.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261120110602_ExtendBatches")]
public sealed class ExtendBatches : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Batches);
        migrationBuilder.Sql(Items);
    }

    private const string Batches = """
        alter table batches
            add column is_admin boolean not null default false,
            add column reason text,
            add column filter json,
            add column concurrency integer not null default 4 check (concurrency >= 1),
            add column skipped integer not null default 0,
            add column not_found integer not null default 0,
            add column waiting_for text,
            add column started_at timestamptz,
            add column aborted_at timestamptz,
            add column claimed_by text,
            add column claimed_until timestamptz,
            add constraint batches_verb check (verb in ('start', 'cancel', 'retry'));

        create index batches_open on batches (created_at, id) where completed_at is null;
        create index batches_of_owner on batches (owner_id, id desc);
        create index batches_by_end on batches (completed_at) where completed_at is not null;

        comment on column batches.verb is 'What is done for each item: start, cancel or retry.';
        comment on column batches.total is 'Items in the batch.';
        comment on column batches.done is 'Items for which it was done.';
        comment on column batches.failed is 'Items for which it was refused.';
        comment on column batches.is_admin is 'Whether it may touch everybody''s runs, as its owner might when asking.';
        comment on column batches.reason is 'Why, as its owner said.';
        comment on column batches.filter is 'What its runs were chosen by; null when they were named.';
        comment on column batches.concurrency is 'Items that are worked on at a time.';
        comment on column batches.skipped is 'Items for which there was nothing to do, or that an abort left out.';
        comment on column batches.not_found is 'Items whose run is not there, or is not the owner''s.';
        comment on column batches.waiting_for is 'Why it does not go on just now; null while it does.';
        comment on column batches.started_at is 'When a process first worked on it.';
        comment on column batches.aborted_at is 'Aborted since then: no further item begins.';
        comment on column batches.claimed_by is 'Process that works on it.';
        comment on column batches.claimed_until is 'When another process may work on it.';
        """;

    private const string Items = """
        create table batch_items (
            batch_id uuid not null references batches (id) on delete cascade,
            ordinal integer not null,
            run_id uuid,
            request json,
            begun_at timestamptz,
            outcome text check (outcome in ('done', 'failed', 'skipped', 'not_found')),
            made_run_id uuid,
            problem text,
            detail text,
            finished_at timestamptz,
            primary key (batch_id, ordinal)
        );
        create index batch_items_open on batch_items (batch_id, ordinal) where outcome is null;

        comment on table batch_items is 'Items of batches with what became of each.';
        comment on column batch_items.batch_id is 'Batch that it is of.';
        comment on column batch_items.ordinal is 'Its place, from 1; items begin in this order.';
        comment on column batch_items.run_id is 'Run that it is done to; null for a start.';
        comment on column batch_items.request is 'What to start, as it was asked for.';
        comment on column batch_items.begun_at is 'When a process first worked on it.';
        comment on column batch_items.outcome is 'done, failed, skipped or not_found; null while it is open.';
        comment on column batch_items.made_run_id is 'Run that was started.';
        comment on column batch_items.problem is 'Kind of the error, as problems of the API are called.';
        comment on column batch_items.detail is 'What happened, for people.';
        comment on column batch_items.finished_at is 'When it got its outcome.';
        """;
}
