namespace KubeSharp.Machinery.Expressions.Values;

/// <summary>Numbers of different types on one line, as the language compares them.</summary>
internal static class Numbers
{
    /// <summary>-1, 0, 1; null where one is no number, or not a number.</summary>
    public static int? Compare(CelValue a, CelValue b) => (a, b) switch
    {
        (CelInt x, CelInt y) => x.Value.CompareTo(y.Value),
        (CelUInt x, CelUInt y) => x.Value.CompareTo(y.Value),
        (CelDouble x, CelDouble y) => Compare(x.Value, y.Value),
        (CelInt x, CelUInt y) => Compare(x.Value, y.Value),
        (CelUInt x, CelInt y) => -Compare(y.Value, x.Value),
        (CelDouble x, CelInt y) => Compare(x.Value, y.Value),
        (CelInt x, CelDouble y) => -Compare(y.Value, x.Value),
        (CelDouble x, CelUInt y) => Compare(x.Value, y.Value),
        (CelUInt x, CelDouble y) => -Compare(y.Value, x.Value),
        _ => null,
    };

    private static int Compare(long a, ulong b) => a < 0 ? -1 : ((ulong)a).CompareTo(b);

    private static int? Compare(double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? null : a.CompareTo(b);

    private static int? Compare(double a, long b)
    {
        if (double.IsNaN(a)) { return null; }
        if (a < -9223372036854775808.0) { return -1; }
        // Compat: at the edge of the range, where doubles are far apart, the whole number is taken as one, as cel-go does.
        if (a >= 9223372036854775808.0) { return a > 9223372036854775808.0 ? 1 : a.CompareTo(b); }
        return Whole(a, ((long)a).CompareTo(b));
    }

    private static int? Compare(double a, ulong b)
    {
        if (double.IsNaN(a)) { return null; }
        if (a < 0) { return -1; }
        return a >= 18446744073709551616.0 ? 1 : Whole(a, ((ulong)a).CompareTo(b));
    }

    private static int Whole(double a, int ofWholePart) => ofWholePart != 0 ? ofWholePart : (a - Math.Truncate(a)).CompareTo(0);
}
