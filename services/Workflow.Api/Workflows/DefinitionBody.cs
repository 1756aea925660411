using Workflow.Api.Http;
using Workflow.Api.Options;
using Workflow.Api.Schedules;
using Workflow.Database.Agents;
using Workflow.Database.Definitions;
using Workflow.Definitions;
using Workflow.Definitions.Syntax;
using Workflow.Model;

namespace Workflow.Api.Workflows;

/// <summary>Reads a definition from a request's body and checks everything about it.</summary>
public sealed class DefinitionBody(
    AgentStore agents, DefinitionStore definitions, DefinitionSchedules schedules, DefinitionLimits limits,
    ApiOptions options)
{
    public static readonly string[] MediaTypes =
        ["application/yaml", "application/json", "+yaml", "+json", "application/x-yaml", "text/yaml", "text/x-yaml",
            "text/plain"];

    public const string Example = """
        document: {dsl: 1.0.0, namespace: samples, name: greet, version: 1.0.0}
        do:
          - greet:
              set: {greeting: "${ \"Hello \" + .name }"}
        """;

    /// <param name="ownerId">User whose definition it is to be, and whose workflows it may run.</param>
    /// <param name="sees">User whose agents it may call; null for everybody's.</param>
    /// <returns>The definition, or the problem with every error that was found.</returns>
    public async Task<(WorkflowDefinition? Definition, Problem? Problem)> ReadAsync(
        HttpRequest request, string ownerId, string? sees, CancellationToken ct)
    {
        var body = await RequestBody.ReadAsync(request, MediaTypes, options.BodyBytesMax);
        if (body.Problem is not null)
        {
            return (null, body.Problem);
        }

        // Whether it is YAML or JSON shows in the text itself; what the caller declares is not needed.
        var read = DefinitionReader.Read(body.Utf8.Span, limits);
        if (!read.IsValid)
        {
            return (null, Problems.InvalidDefinition(read.Errors, read.ErrorsFound));
        }

        if (schedules.FaultOf(read.Definition) is { } fault)
        {
            var error = new DefinitionError($"/schedule/{fault.Member}", 1, 1, fault.Message, fault.Expected);
            return (null, Problems.InvalidDefinition([error], 1));
        }

        var missing = await agents.MissingAsync(sees, [.. read.Definition.Agents], ct);
        if (missing.Count > 0)
        {
            return (null, Problems.UnknownAgents(
                [.. AgentCalls.Of(read.Definition).Where(call => missing.Contains(call.Agent))]));
        }

        List<(WorkflowReference Workflow, string Pointer)> children = [.. TaskTree.ChildrenOf(read.Definition)];
        var unknown = await definitions.MissingAsync(
            ownerId, [.. children.Select(child => child.Workflow).Distinct()], ct);
        return unknown.Count == 0
            ? (read.Definition, null)
            : (null, Problems.UnknownWorkflows([.. children.Where(child => unknown.Contains(child.Workflow))]));
    }
}
