using Workflow.Api.Http;
using Workflow.Api.Options;
using Workflow.Api.Schedules;
using Workflow.Database.Agents;
using Workflow.Database.Definitions;
using Workflow.Definitions;
using Workflow.Definitions.External;
using Workflow.Definitions.Syntax;
using Workflow.Model;

namespace Workflow.Api.Workflows;

/// <summary>Reads a definition from a request's body and checks everything about it.</summary>
public sealed class DefinitionBody(
    IAgentLookup agents, DefinitionStore definitions, DefinitionSchedules schedules, DefinitionLimits limits,
    ExternalResources external, ApiOptions options)
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

    /// <summary>Agents among which a misspelt one is looked for.</summary>
    private const int SuggestedFromMax = 1_000;

    /// <summary>What is allowed in a definition that passed every check, but will fail as things are now.</summary>
    /// <param name="sees">User whose agents it may call; null for everybody's.</param>
    public async Task<IReadOnlyList<DefinitionWarning>> WarningsAsync(
        WorkflowDefinition definition, string? sees, CancellationToken ct)
    {
        var disabled = await agents.DisabledAsync(sees, [.. definition.Agents], ct);
        return disabled.Count == 0 ? [] :
        [
            .. AgentCalls.Of(definition).Where(call => disabled.Contains(call.Agent)).Select(
                call => new DefinitionWarning(
                    call.Pointer, $"The agent '{call.Agent}' is disabled: a call of it fails until it is enabled.")),
        ];
    }

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
        var read = await DefinitionReader.ReadAsync(body.Utf8, external, limits, ct);
        if (!read.IsValid)
        {
            var errors = await AllOfAsync(read, sees, ct);
            return (null, Problems.InvalidDefinition(
                [.. errors.Take(limits.Errors)], read.ErrorsFound + errors.Count - read.Errors.Count));
        }

        if (schedules.FaultOf(read.Definition) is { } fault)
        {
            var pointer = $"/schedule/{fault.Member}";
            var (line, column) = PlacesOf(body.Utf8).Of(pointer);
            var error = new DefinitionError(pointer, line, column, fault.Message, fault.Expected);
            return (null, Problems.InvalidDefinition([error], 1));
        }

        var missing = await agents.MissingAsync(sees, [.. read.Definition.Agents], ct);
        if (missing.Count > 0)
        {
            return (null, Problems.UnknownAgents(
                [.. AgentCalls.Of(read.Definition).Where(call => missing.Contains(call.Agent))],
                PlacesOf(body.Utf8), await CalleesAsync(sees, ct)));
        }

        List<(WorkflowReference Workflow, string Pointer)> children = [.. TaskTree.ChildrenOf(read.Definition)];
        var unknown = await definitions.MissingAsync(
            ownerId, [.. children.Select(child => child.Workflow).Distinct()], ct);
        return unknown.Count == 0
            ? (read.Definition, null)
            : (null, Problems.UnknownWorkflows(
                [.. children.Where(child => unknown.Contains(child.Workflow))], PlacesOf(body.Utf8)));
    }

    /// <summary>The errors of the text, and the agents among its calls that there are none of.</summary>
    private async Task<IReadOnlyList<DefinitionError>> AllOfAsync(
        DefinitionResult read, string? sees, CancellationToken ct)
    {
        string[] names = [.. read.Agents.Select(call => call.Agent).Distinct()];
        var missing = names.Length == 0 ? [] : await agents.MissingAsync(sees, names, ct);
        if (missing.Count == 0)
        {
            return read.Errors;
        }

        var callees = await CalleesAsync(sees, ct);
        return
        [
            .. read.Errors.Concat(read.Agents.Where(call => missing.Contains(call.Agent)).Select(
                    call => new DefinitionError(
                        call.Pointer, call.Line, call.Column, Problems.NoAgent(call.Agent, callees))))
                .OrderBy(error => error.Line).ThenBy(error => error.Column),
        ];
    }

    /// <summary>What a misspelt call may have meant.</summary>
    private async Task<IReadOnlyList<string>> CalleesAsync(string? sees, CancellationToken ct)
    {
        var known = await agents.ListAsync(sees, after: null, SuggestedFromMax, ct);
        return [.. AgentName.Reserved, .. known.Select(agent => agent.Name)];
    }

    private DefinitionPlaces PlacesOf(ReadOnlyMemory<byte> utf8) => new(utf8.Span, limits);
}
