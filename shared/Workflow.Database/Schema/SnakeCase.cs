using System.Text.Json;

namespace Workflow.Database.Schema;

internal static class SnakeCase
{
    public static string Of(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
