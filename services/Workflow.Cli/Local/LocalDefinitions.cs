using System.Text;
using Workflow.Cli.Calls;
using Workflow.Cli.Workflows;
using Workflow.Definitions;
using Workflow.Definitions.External;
using Workflow.Definitions.Syntax;

namespace Workflow.Cli.Local;

/// <summary>Reads definitions without a platform, with the messages of one.</summary>
internal static class LocalDefinitions
{
    /// <param name="external">Where what it refers to comes from.</param>
    /// <exception cref="InputException">It cannot be read, or is wrong: with every mistake.</exception>
    public static async Task<WorkflowDefinition> ReadAsync(
        string file, ExternalResources external, CancellationToken ct)
    {
        var text = await DefinitionFiles.ReadAsync(file, ct);
        var read = await DefinitionReader.ReadAsync(text, external, null, ct);
        if (read.IsValid)
        {
            return read.Definition;
        }

        var told = new StringBuilder("The definition is not valid.");
        foreach (var error in read.Errors)
        {
            told.Append($"\n  {file}:{error.Line}:{error.Column} {error.Pointer}: {error.Message}");
            told.Append(error.Expected is null ? "" : $" Expected: {error.Expected}");
        }

        throw new InputException(told.ToString());
    }

    /// <summary>Where agents take tasks, from pairs such as <c>Greeter=http://127.0.0.1:9001/greet</c>.</summary>
    /// <exception cref="InputException">A pair cannot be read, or a definition calls an agent that has
    /// none.</exception>
    public static Dictionary<string, Uri> Agents(string[] pairs, IEnumerable<WorkflowDefinition> definitions)
    {
        var agents = new Dictionary<string, Uri>();
        foreach (var (name, url) in pairs.Select(pair => Inputs.Pair("--agent", pair)))
        {
            agents[name] = Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
                ? address
                : throw new InputException(
                    $"--agent {name}: '{url}' is no address such as http://127.0.0.1:9001/work.");
        }

        var missing = definitions.SelectMany(definition => definition.Agents).Distinct()
            .Where(name => !agents.ContainsKey(name)).Order(StringComparer.Ordinal).ToList();
        return missing.Count == 0
            ? agents
            : throw new InputException(
                $"The definition calls {string.Join(", ", missing)}, and nothing says where. Give "
                + string.Join(" ", missing.Select(name => $"--agent {name}=URL")) + ".");
    }
}
