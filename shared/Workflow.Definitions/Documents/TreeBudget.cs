using Workflow.Definitions.Reading;

namespace Workflow.Definitions.Documents;

/// <summary>What reading one text may still use, so that neither nesting nor YAML aliases blow it up.</summary>
internal sealed class TreeBudget(DefinitionLimits limits)
{
    private const string Remedy = "Move data into the run's input, or split the workflow.";

    private int _values;
    private long _characters;

    /// <summary>Counts one value; false, with an error, as soon as a limit is passed.</summary>
    /// <param name="depth">Lists and objects around it.</param>
    public bool TryTake(LocatedNode node, int depth, ErrorList errors)
    {
        var isContainer = node.Kind is NodeKind.Array or NodeKind.Object;
        _values++;
        _characters += node.Text.Length + (node.Name?.Length ?? 0);
        if (Refusal(isContainer ? depth + 1 : depth) is not { } refusal)
        {
            return true;
        }

        errors.Add(node.Pointer, node.NamePlace, $"{refusal}, which is the limit. {Remedy}");
        return false;
    }

    private string? Refusal(int depth)
    {
        if (depth > limits.DocumentDepth)
        {
            return $"Lists and objects are nested more than {limits.DocumentDepth} deep";
        }

        if (_values > limits.DocumentValues)
        {
            return $"The document has more than {limits.DocumentValues} values (YAML aliases counted each time)";
        }

        return _characters > limits.DocumentBytes
            ? $"With its YAML aliases written out, the document has more than {limits.DocumentBytes} bytes"
            : null;
    }
}
