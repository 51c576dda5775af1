using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>What calls cost by the sizes they have to do with. Source: cel-go's cost model; Kubernetes' for its libraries.</summary>
internal static class CallCosts
{
    private const double Traversal = 0.1;
    private const double PatternLength = 0.25;

    /// <summary>Code points, bytes, items or entries; 1 for all else.</summary>
    public static long SizeOf(CelValue value) => value switch
    {
        CelString text => text.Length,
        CelBytes bytes => bytes.Value.Length,
        CelList list => list.Count,
        CelMap map => map.Count,
        AddressValue address => address.Bytes.Length,
        RangeValue range => range.Address.Length,
        _ => 1,
    };

    /// <summary>The first argument is read once.</summary>
    public static CelOverload ReadsFirst(this CelOverload overload, double times = 1) => overload with
    {
        Cost = (a, _) => Ceiling(SizeOf(a[0]) * Traversal * times),
        Estimate = s => (s[0] * (Traversal * times), overload.Result.Kind == CelKind.String ? s[0] : overload.Result.Kind == CelKind.List ? new CelCost(0, s[0].Max) : null),
    };

    /// <summary>As much is read as the shorter of the two has.</summary>
    public static CelOverload ReadsShorter(this CelOverload overload) => overload with
    {
        Cost = static (a, _) => Ceiling(Math.Min(SizeOf(a[0]), SizeOf(a[1])) * Traversal),
        Estimate = static s => (new CelCost(Math.Min(s[0].Min, s[1].Min), Math.Min(s[0].Max, s[1].Max)) * Traversal, null),
    };

    /// <summary>Both are copied.</summary>
    public static CelOverload ReadsBoth(this CelOverload overload) => overload with
    {
        Cost = static (a, _) => Ceiling((SizeOf(a[0]) + SizeOf(a[1])) * Traversal),
        Estimate = static s => ((s[0] + s[1]) * Traversal, s[0] + s[1]),
    };

    /// <summary>Each part of the second may be looked for at each place of the first.</summary>
    public static CelOverload Searches(this CelOverload overload) => overload with
    {
        Cost = static (a, _) => Ceiling(SizeOf(a[0]) * Traversal) * Ceiling(SizeOf(a[1]) * Traversal),
        Estimate = static s => ((s[0] * Traversal) * (s[1] * Traversal), null),
    };

    /// <summary>A pattern, the second argument, is matched at each place of the first.</summary>
    public static CelOverload MatchesPattern(this CelOverload overload) => overload with
    {
        Cost = static (a, _) => Ceiling((SizeOf(a[0]) + 1) * Traversal) * Ceiling(SizeOf(a[1]) * PatternLength),
        Estimate = static s => (((s[0] + CelCost.Of(1)) * Traversal) * (s[1] * PatternLength), new CelCost(0, s[0].Max)),
    };

    /// <summary>Each item of the list at this place of the arguments is looked at.</summary>
    public static CelOverload VisitsItems(this CelOverload overload, int argument) => overload with
    {
        Cost = (a, _) => SizeOf(a[argument]),
        Estimate = s => (s[argument], null),
    };

    /// <summary>Items are looked at, texts among them read.</summary>
    public static CelOverload ReadsItems(this CelOverload overload) => overload with
    {
        Cost = static (a, _) => ReadCost(a[0]),
        Estimate = static s => (s[0] * 2.0, null),
    };

    /// <summary>Each of the one is compared with each of the other.</summary>
    public static CelOverload ComparesAll(this CelOverload overload, int times) => overload with
    {
        Cost = (a, _) => (SizeOf(a[0]) * SizeOf(a[1]) * times) + 1,
        Estimate = s => (((s[0] * s[1]) * times) + CelCost.Of(1), null),
    };

    /// <summary>What it costs and how large the result is depends on neither.</summary>
    public static CelOverload Costs(this CelOverload overload, long cost) => overload with
    {
        Cost = (_, _) => cost,
        Estimate = _ => (CelCost.Of((ulong)cost), null),
    };

    /// <summary>The result, a text, is written.</summary>
    public static CelOverload WritesResult(this CelOverload overload) => overload with
    {
        Cost = static (_, result) => Ceiling(SizeOf(result) * 2 * Traversal),
        Estimate = static s => (s[0] * Traversal, null),
    };

    /// <summary>The sum of two lists: made by reference.</summary>
    public static CelOverload AddsSizes(this CelOverload overload) => overload with { Estimate = static s => (CelCost.Of(1), s[0] + s[1]) };

    private static long ReadCost(CelValue value)
    {
        if (value is not CelList list) { return Ceiling(SizeOf(value) * Traversal); }
        var cost = 0L;
        for (var i = 0; i < list.Count; i++) { cost += list[i] is CelString or CelBytes ? Ceiling(SizeOf(list[i]) * Traversal) + 1 : 1; }
        return cost;
    }

    private static long Ceiling(double cost) => (long)Math.Ceiling(cost);
}
