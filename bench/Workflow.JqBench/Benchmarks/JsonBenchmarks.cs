using System.Buffers;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Workflow.Jq;

namespace Workflow.JqBench.Benchmarks;

/// <summary>Values in and out, on an array of 100 tickets.</summary>
public class JsonBenchmarks
{
    private readonly byte[] _text;
    private readonly JsonElement _element;
    private readonly JqValue _value;
    private readonly ArrayBufferWriter<byte> _buffer = new(1 << 16);

    public JsonBenchmarks()
    {
        _text = Encoding.UTF8.GetBytes(Samples.Array(100));
        _element = JsonDocument.Parse(_text).RootElement;
        _value = JqValue.Parse(_text);
    }

    [Benchmark(Description = "UTF-8 to value")]
    public JqValue Parse() => JqValue.Parse(_text);

    [Benchmark(Description = "UTF-8 to JsonDocument, for comparison")]
    public void ParseDocument() => JsonDocument.Parse(_text).Dispose();

    [Benchmark(Description = "JsonElement to value")]
    public JqValue FromElement() => JqValue.FromElement(_element);

    [Benchmark(Description = "value to UTF-8")]
    public byte[] ToUtf8() => _value.ToUtf8();

    [Benchmark(Description = "value to Utf8JsonWriter")]
    public int WriteTo()
    {
        _buffer.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_buffer);
        _value.WriteTo(writer);
        writer.Flush();
        return _buffer.WrittenCount;
    }
}
