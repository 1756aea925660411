using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>Agents that speak a protocol of their own: A2A and MCP servers.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261121121000_AddAgentTransports")]
public sealed class AddAgentTransports : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        alter table agents add column tool text;
        alter table agents drop constraint agents_transport_check;
        alter table agents add constraint agents_transport_check
            check (transport in ('http', 'kafka', 'a2a', 'mcp'));
        alter table agents add constraint agents_tool_check check ((transport = 'mcp') = (tool is not null));

        comment on column agents.transport is
            'http: the bridge posts the task to endpoint; a2a: endpoint is an A2A server, mcp: an MCP server, and the '
            'bridge speaks its protocol; kafka: the agent reads workflow.agent.tasks itself.';
        comment on column agents.tool is 'Of mcp: name of the tool that a task calls. Null for the others.';
        """);
}
