using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Machinery.Tests.Quantities;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("1000m", "1")]
    [InlineData("1500m", "1500m")]
    [InlineData("1024Ki", "1Mi")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("1000k", "1M")]
    [InlineData("0", "0")]
    [InlineData("-2", "-2")]
    [InlineData("1e3", "1e3")]
    [InlineData("100n", "100n")]
    [InlineData("0.1", "100m")]
    public void A_quantity_has_one_form(string text, string expected) => Assert.Equal(expected, Quantity.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("1 Gi")]
    [InlineData("1Gib")]
    [InlineData("1.2.3")]
    [InlineData("--1")]
    [InlineData("Ki")]
    public void What_is_no_quantity_is_refused(string text) => Assert.False(Quantity.TryParse(text, out _));

    [Fact]
    public void Quantities_compare_by_amount_whatever_their_form()
    {
        Assert.True(Quantity.Parse("1Ki") == Quantity.Parse("1024") && Quantity.Parse("1k") < Quantity.Parse("1Ki"));
        Assert.Equal(1500, Quantity.Parse("1.5").MilliValue);
        Assert.Equal("2", (Quantity.Parse("1500m") + Quantity.Parse("500m")).ToString());
    }
}
