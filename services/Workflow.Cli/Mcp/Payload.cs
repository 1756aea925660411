using System.Text.Json;

namespace Workflow.Cli.Mcp;

/// <summary>Keeps inputs and outputs that are too long away from a model: it would read nothing else.</summary>
internal sealed class Payload(int charactersMax)
{
    /// <summary>Characters of JSON that one of them may have unless the caller says otherwise.</summary>
    public const int Usual = 20_000;

    private readonly Dictionary<string, int> _leftOut = [];

    /// <summary>Characters of those that were left out, by name; null when none was.</summary>
    public IReadOnlyDictionary<string, int>? LeftOut => _leftOut.Count == 0 ? null : _leftOut;

    /// <returns>Null when it is too long, or null itself.</returns>
    public JsonElement? Kept(string name, JsonElement? payload)
    {
        if (payload is not { ValueKind: not JsonValueKind.Null } value)
        {
            return null;
        }

        var length = value.GetRawText().Length;
        if (length <= charactersMax)
        {
            return value;
        }

        _leftOut[name] = length;
        return null;
    }
}
