using System.Text;

namespace Workflow.IntegrationTests.Telemetry;

/// <summary>A protobuf message, read field by field without its schema.</summary>
internal sealed class Proto
{
    private readonly List<(int Number, byte[] Bytes)> _fields = [];

    public Proto(byte[] message)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message, ref at);
            var number = (int)(tag >> 3);
            var length = (tag & 7) switch
            {
                0 => 0,
                1 => 8,
                5 => 4,
                2 => (int)Varint(message, ref at),
                var kind => throw new InvalidDataException($"wire type {kind}"),
            };
            if ((tag & 7) == 0)
            {
                Varint(message, ref at);
            }

            _fields.Add((number, message[at..(at + length)]));
            at += length;
        }
    }

    public IEnumerable<Proto> All(int number) =>
        _fields.Where(field => field.Number == number).Select(field => new Proto(field.Bytes));

    public string Text(int number) => Encoding.UTF8.GetString(Bytes(number));

    public string Hex(int number) => Convert.ToHexStringLower(Bytes(number));

    private byte[] Bytes(int number) => _fields.LastOrDefault(field => field.Number == number).Bytes ?? [];

    private static ulong Varint(byte[] bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
