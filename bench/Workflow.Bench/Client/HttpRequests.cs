using System.Text;

namespace Workflow.Bench.Client;

/// <summary>Requests as bytes, made once and sent often.</summary>
internal static class HttpRequests
{
    public static byte[] Get(string path) => Of("GET", path, null, "");

    public static byte[] Post(string path, string json, bool waits = false) =>
        Of("POST", path, json, waits ? "Prefer: wait=30\r\n" : "");

    public static byte[] Put(string path, string json) => Of("PUT", path, json, "");

    public static byte[] PostYaml(string path, string yaml) => Of("POST", path, yaml, "", "application/yaml");

    private static byte[] Of(
        string method, string path, string? body, string headers, string type = "application/json")
    {
        var content = body is null
            ? ""
            : $"Content-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n";
        return Encoding.UTF8.GetBytes($"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{headers}{content}\r\n{body}");
    }
}
