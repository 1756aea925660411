namespace Workflow.ExampleAgents.Calls;

/// <summary><c>health URL</c>: asks running agents how they are, for an image that holds no other program which
/// could.</summary>
public static class Probe
{
    /// <returns>0 for an answer of 2xx, else 1.</returns>
    public static async Task<int> RunAsync(string url)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(4) };
        try
        {
            using var answer = await http.GetAsync(url);
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException or UriFormatException
            or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync($"{url}: {error.Message}");
            return 1;
        }
    }
}
