using System.Text.Json;
using Workflow.Api.Http;
using Workflow.Model;

namespace Workflow.Api.Executions;

/// <summary>Reads the body of a start: <c>{"input_data": {…}}</c>, with null or nothing for no input.</summary>
public static class StartBody
{
    /// <param name="input">The input as a slice of the body; empty for none.</param>
    public static Problem? Read(ReadOnlyMemory<byte> body, int depthMax, out RawJson input)
    {
        input = default;
        if (body.IsEmpty)
        {
            return null;
        }

        if (!JsonBody.TryReadMembers(body, depthMax, out var members, out var problem))
        {
            return problem;
        }

        foreach (var member in members)
        {
            if (member.Name != "input_data")
            {
                return Refuse(member.Name,
                    $"'{member.Name}' is not known here; wrap the input as {{\"input_data\": {{…}}}}.", "input_data");
            }

            if (member.Kind == JsonTokenType.StartObject)
            {
                input = member.Value;
            }
            else if (member.Kind != JsonTokenType.Null)
            {
                return Refuse(member.Name, "The input of a run is a JSON object.", "an object or null");
            }
        }

        return null;
    }

    private static Problem Refuse(string member, string message, string expected) =>
        Problems.InvalidBody([new ProblemError($"/{member}", null, null, message, expected)]);
}
