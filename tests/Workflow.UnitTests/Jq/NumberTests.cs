using System.Globalization;
using Workflow.Jq;
using Xunit;

namespace Workflow.UnitTests.Jq;

public sealed class NumberTests
{
    [Theory]
    [InlineData("1e3 * 1", "1000")]
    [InlineData("0.1 + 0.2", "0.30000000000000004")]
    [InlineData("1e15 * 1, 1e16 * 1, 1e17 * 1", "1000000000000000 1e+16 1e+17")]
    [InlineData("15e15 * 1, 15e16 * 1, 123456789012345678 * 1", "15000000000000000 1.5e+17 123456789012345680")]
    [InlineData("0.0001 * 1, 0.00001 * 1", "0.0001 1e-05")]
    [InlineData("infinite, -infinite, nan", "1.7976931348623157e+308 -1.7976931348623157e+308 null")]
    [InlineData("-0, 0 * -1", "-0 -0")]
    [InlineData("3.0, 1.000, 100e-2, 1e1000", "3.0 1.000 1.00 1E+1000")]
    [InlineData("100000000000000000001, 100000000000000000001 + 0", "100000000000000000001 1e+20")]
    [InlineData("9007199254740993 | ., tojson, . == 9007199254740992, -.",
        "9007199254740993 \"9007199254740993\" false -9007199254740993")]
    [InlineData("[1, 1.0, 1.00] | unique, (.[0] == .[2])", "[1] true")]
    public void Numbers_WhenPrinted_LookAsInJq(string program, string expected) =>
        Assert.Equal(expected, Outputs.Of(program));

    [Theory]
    [InlineData("12345678901234567890")]
    [InlineData("-0.12345678901234567890123")]
    [InlineData("1.50")]
    [InlineData("0.1")]
    [InlineData("42")]
    [InlineData("-17.25")]
    public void Parse_WhenTheNumberIsNotCalculatedWith_KeepsItsText(string number) =>
        Assert.Equal(number, JqValue.Parse(number).ToJson());

    [Fact]
    public void Parse_WhenTheNumberIsADecimal_GivesTheNearestDouble()
    {
        var random = new Random(17);
        for (var i = 0; i < 20_000; i++)
        {
            var whole = random.NextInt64((long)Math.Pow(10, random.Next(0, 17))).ToString(CultureInfo.InvariantCulture);
            var zeros = new string('0', random.Next(0, 5));
            var fraction = random.NextInt64((long)Math.Pow(10, random.Next(0, 12)));
            var text = (random.Next(2) == 0 ? "-" : "") + whole
                + (random.Next(3) == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $".{zeros}{fraction}"));
            var number = JqValue.Parse(text);
            Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), number.AsNumber);
            Assert.Equal(text, number.ToJson().Contains('E') ? text : number.ToJson());
        }
    }

    [Fact]
    public void Number_WhenALongIsBeyondDouble_KeepsItsDigits()
    {
        Assert.Equal("9223372036854775807", JqValue.Number(long.MaxValue).ToJson());
        Assert.Equal("-9007199254740991", JqValue.Number(-9007199254740991L).ToJson());
    }

    [Fact]
    public void Parse_WhenDoublesOfAllSizesArePrinted_ReadsTheSameBack()
    {
        var random = new Random(7);
        for (var i = 0; i < 5_000; i++)
        {
            var value = BitConverter.Int64BitsToDouble(random.NextInt64());
            if (double.IsFinite(value))
            {
                Assert.Equal(value, JqValue.Parse(JqValue.Number(value).ToJson()).AsNumber);
            }
        }
    }
}
