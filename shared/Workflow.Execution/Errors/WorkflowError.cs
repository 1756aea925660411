using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Errors;

/// <summary>An error of a task or run, in the DSL's shape (RFC 9457). Expected failures are values of this type, not
/// exceptions.</summary>
/// <param name="Type">A URI, one of <see cref="StandardErrors"/> where one fits.</param>
/// <param name="Instance">JSON pointer of the task that failed.</param>
public sealed record WorkflowError(string Type, int Status, string Title, string? Detail, string? Instance)
{
    public static WorkflowError Expression(string detail, string instance) =>
        new(StandardErrors.Expression, 400, "An expression could not be evaluated.", detail, instance);

    /// <param name="error">A <see cref="JqException"/> of an expression that failed; else it gave something that is not
    /// what is needed, such as no duration.</param>
    /// <param name="detail">What is told of it.</param>
    public static WorkflowError Evaluation(Exception error, string detail, string instance) =>
        error is JqException ? Expression(detail, instance) : Validation(detail, instance);

    public static WorkflowError Timeout(string detail, string instance) =>
        new(StandardErrors.Timeout, 408, "The time limit was reached.", detail, instance);

    public static WorkflowError Communication(int status, string detail, string instance) =>
        new(StandardErrors.Communication, status, "The call failed.", detail, instance);

    public static WorkflowError Configuration(string detail, string instance) =>
        new(StandardErrors.Configuration, 400, "The run needs something that is not there.", detail, instance);

    public static WorkflowError Validation(string detail, string instance) =>
        new(StandardErrors.Validation, 400, "A value is not acceptable.", detail, instance);

    public static WorkflowError Runtime(string detail, string? instance) =>
        new(StandardErrors.Runtime, 500, "The run could not go on.", detail, instance);

    /// <summary>The error in one line, without control characters that a text column refuses.</summary>
    public string Message =>
        (Detail is null ? Title : $"{Title}{(EndsSentence(Title) ? "" : ":")} {Detail}")
            .Replace("\0", "\\u0000", StringComparison.Ordinal);

    public JqValue ToValue()
    {
        var members = new List<KeyValuePair<string, JqValue>>
        {
            KeyValuePair.Create("type", JqValue.String(Type)),
            KeyValuePair.Create("status", JqValue.Number((long)Status)),
            KeyValuePair.Create("title", JqValue.String(Title)),
        };
        if (Detail is not null)
        {
            members.Add(KeyValuePair.Create("detail", JqValue.String(Detail)));
        }

        if (Instance is not null)
        {
            members.Add(KeyValuePair.Create("instance", JqValue.String(Instance)));
        }

        return JqValue.Object(members);
    }

    /// <summary>Reads an error as <see cref="ToValue"/> writes it; missing members get neutral values.</summary>
    public static WorkflowError FromValue(JqValue value) => new(
        value["type"].AsString ?? StandardErrors.Runtime,
        (int)(value["status"].AsNumber ?? 500),
        value["title"].AsString ?? "The task failed.",
        value["detail"].AsString,
        value["instance"].AsString);

    /// <summary>Titles of definitions often have no full stop.</summary>
    private static bool EndsSentence(string title) => title.Length == 0 || char.IsPunctuation(title[^1]);
}
