using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>Messages that nobody could read, for people to look at and decide about.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261120110601_KeepDeadLetters")]
public sealed class KeepDeadLetters : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Table);
        migrationBuilder.Sql(Comments);
    }

    private const string Table = """
        create table dead_letters (
            id uuid primary key,
            reason text not null,
            source_topic text not null,
            source_partition integer not null,
            source_offset bigint not null,
            sent_at timestamptz,
            run_id uuid,
            key text,
            body text,
            body_bytes bytea,
            headers jsonb,
            dead_at timestamptz not null,
            received_at timestamptz not null default now(),
            decision text check (decision in ('redriven', 'discarded')),
            decided_by text,
            decided_at timestamptz,
            redriven_to text
        );
        create unique index dead_letters_once on dead_letters
            (source_topic, source_partition, source_offset, sent_at, md5(reason)) nulls not distinct;
        create index dead_letters_open on dead_letters (id desc) where decision is null;
        create index dead_letters_of_run on dead_letters (run_id, id desc) where run_id is not null;
        create index dead_letters_by_age on dead_letters (received_at);
        """;

    private const string Comments = """
        comment on table dead_letters is 'Messages that nobody could read, as the topic of dead letters brought them.';
        comment on column dead_letters.id is 'Identifier; UUIDv7, so it sorts by when it was kept.';
        comment on column dead_letters.reason is 'Why it could not be used.';
        comment on column dead_letters.source_topic is 'Topic that it was on, by our name for it.';
        comment on column dead_letters.source_partition is 'Partition that it was on.';
        comment on column dead_letters.source_offset is 'Offset that it had there.';
        comment on column dead_letters.sent_at is
            'When it was sent. With place and reason it tells a repeated letter from another message at that place.';
        comment on column dead_letters.run_id is 'run_id of the body, where that can be read.';
        comment on column dead_letters.key is 'Its key.';
        comment on column dead_letters.body is 'Its body as text; null when it is none.';
        comment on column dead_letters.body_bytes is 'Its body when it is no text.';
        comment on column dead_letters.headers is 'Its headers.';
        comment on column dead_letters.dead_at is 'When it was put aside.';
        comment on column dead_letters.received_at is 'When it was kept here.';
        comment on column dead_letters.decision is 'redriven or discarded; null while it is open.';
        comment on column dead_letters.decided_by is 'Who decided.';
        comment on column dead_letters.decided_at is 'When it was decided.';
        comment on column dead_letters.redriven_to is 'Topic, partition and offset of the message made of it.';
        """;
}
