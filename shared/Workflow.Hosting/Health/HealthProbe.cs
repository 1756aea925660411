namespace Workflow.Hosting;

/// <summary>The argument <c>health URL</c>: asks a running service how it is, for images that hold no other program
/// which could.</summary>
public static class HealthProbe
{
    public const string Argument = "health";

    private static readonly TimeSpan AnswerWait = TimeSpan.FromSeconds(4);

    /// <returns>Null when the arguments ask for something else; 0 when the answer is 200; 1 when not; 2 for a URL that
    /// is none.</returns>
    public static async Task<int?> RunAsync(string[] args)
    {
        if (args is not [Argument, ..])
        {
            return null;
        }

        if (args.Length != 2 || !Uri.TryCreate(args[1], UriKind.Absolute, out var url))
        {
            await Console.Error.WriteLineAsync($"{Argument} takes one URL, such as http://127.0.0.1:8081/readyz.");
            return 2;
        }

        using var http = new HttpClient { Timeout = AnswerWait };
        try
        {
            using var answer = await http.GetAsync(url);
            await Console.Out.WriteLineAsync($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"{url}: {error.Message}");
            return 1;
        }
    }
}
