using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Values;

namespace Workflow.Definitions.Reading;

/// <summary>How expressions are told from plain text.</summary>
internal enum ExpressionMode
{
    /// <summary>Where only an expression may stand it may be bare; elsewhere it is marked.</summary>
    Usual,

    /// <summary>Every expression is marked: <c>evaluate.mode: strict</c>.</summary>
    Strict,

    /// <summary>Every text is evaluated; what is no expression, or fails, is plain text: <c>evaluate.mode:
    /// loose</c>.</summary>
    Loose,
}

/// <summary>Reads the <c>evaluate</c> section.</summary>
internal static class EvaluateReader
{
    public static ExpressionMode Read(ReadContext context, LocatedNode? node)
    {
        if (ObjectView.Open(context, node, Shapes.Evaluate) is not { } evaluate)
        {
            return ExpressionMode.Usual;
        }

        if (ScalarReader.Text(context, evaluate["language"]) is { } language && language != "jq")
        {
            context.Add(
                evaluate["language"]!, $"Expressions in {Quote.Of(language)} are not supported; write them in jq.",
                "jq");
        }

        var mode = ScalarReader.Text(context, evaluate["mode"]);
        if (mode is not (null or "strict" or "loose"))
        {
            context.Add(evaluate["mode"]!, $"There is no mode {Quote.Of(mode)}.", "`strict` or `loose`");
        }

        return mode switch
        {
            "strict" => ExpressionMode.Strict,
            "loose" => ExpressionMode.Loose,
            _ => ExpressionMode.Usual,
        };
    }
}
