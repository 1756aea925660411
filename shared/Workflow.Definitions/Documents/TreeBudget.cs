namespace Workflow.Definitions.Documents;

/// <summary>What reading one text may still use, so that neither nesting nor YAML aliases blow it up.</summary>
internal sealed class TreeBudget(DefinitionLimits limits)
{
    private int _values;
    private long _characters;

    /// <summary>Counts one value; false as soon as a limit is passed, with the reason.</summary>
    /// <param name="characters">Length of its own text and name.</param>
    /// <param name="depth">Lists and objects around it.</param>
    public bool TryTake(int characters, int depth, out string refusal)
    {
        refusal = "";
        if (depth > limits.DocumentDepth)
        {
            refusal = $"Lists and objects are nested more than {limits.DocumentDepth} deep, which is the limit; make it flatter.";
        }
        else if (++_values > limits.DocumentValues)
        {
            refusal = $"The document has more than {limits.DocumentValues} values (YAML aliases counted each time), "
                + "which is the limit; move data into the run's input, or split the workflow.";
        }
        else if ((_characters += characters) > limits.DocumentBytes)
        {
            refusal = $"With its YAML aliases written out, the document has more than {limits.DocumentBytes} bytes, "
                + "which is the limit; repeat less.";
        }

        return refusal.Length == 0;
    }
}
