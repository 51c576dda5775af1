namespace KubeSharp.ApiServer.Endpoints.Lists;

/// <summary>
/// The check sum of two texts' joined text from theirs, without the texts: a sum is the remainder of a polynomial over the two-element field, and
/// what follows a text multiplies its remainder by x to the number of bits that follow. Polynomials are written with the highest bit as x⁰.
/// </summary>
internal static class Crc32
{
    private const uint Divisor = 0xedb88320, One = 1u << 31, X = 1u << 30;
    private static readonly uint[] _squares = Squares();

    /// <summary>The sum of the joined text.</summary>
    /// <param name="first">Sum of the first text.</param>
    /// <param name="second">Sum of the second.</param>
    /// <param name="shift">What the second's length comes to.</param>
    public static uint Joined(uint first, uint second, uint shift) => Multiply(shift, first) ^ second;

    /// <summary>What so many bytes that follow do to a sum.</summary>
    public static uint Shift(long length) => Power(length * 8);

    // x to the exponent, from the squares that the exponent's bits name.
    private static uint Power(long exponent)
    {
        var power = One;
        for (var bit = 0; exponent >> bit != 0; bit++)
        {
            if ((exponent >> bit & 1) != 0) { power = Multiply(_squares[bit % _squares.Length], power); }
        }
        return power;
    }

    private static uint Multiply(uint a, uint b)
    {
        var product = 0u;
        for (; a != 0; a <<= 1)
        {
            if ((a & One) != 0) { product ^= b; }
            b = (b & 1) != 0 ? b >> 1 ^ Divisor : b >> 1;
        }
        return product;
    }

    // x to 1, 2, 4, 8, …: after 31 squarings they begin again, as x has the order 2³² − 1.
    private static uint[] Squares()
    {
        var squares = new uint[32];
        squares[0] = X;
        for (var i = 1; i < squares.Length; i++) { squares[i] = Multiply(squares[i - 1], squares[i - 1]); }
        return squares;
    }
}
