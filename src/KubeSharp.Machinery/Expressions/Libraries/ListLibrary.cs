using KubeSharp.Machinery.Expressions.Values;
using static KubeSharp.Machinery.Expressions.Libraries.CelOverload;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>Lists. Source: Kubernetes list library.</summary>
internal static class ListLibrary
{
    private static readonly CelType[] _comparable = [CelType.Int, CelType.UInt, CelType.Double, CelType.Bool, CelType.Duration, CelType.Timestamp, CelType.String, CelType.Bytes];
    private static readonly (CelType Type, CelValue Zero)[] _summable =
        [(CelType.Int, CelInt.Of(0)), (CelType.UInt, new CelUInt(0)), (CelType.Double, new CelDouble(0)), (CelType.Duration, new CelDuration(0))];
    private static readonly CelType _item = CelType.Parameter("A");
    private static readonly CelOverload[] _adds = [.. ArithmeticLibrary.Overloads.Where(static o => o.Function == "_+_")];

    public static IEnumerable<CelOverload> Overloads =>
    [
        .. _comparable.Select(static t => Member("isSorted", [CelType.ListOf(t)], CelType.Bool, static v => IsSorted((CelList)v[0])).ReadsItems()),
        .. _summable.Select(static t => Member("sum", [CelType.ListOf(t.Type)], t.Type, v => Sum((CelList)v[0], t.Zero)).ReadsItems()),
        .. _comparable.Select(static t => Member("max", [CelType.ListOf(t)], t, static v => Best((CelList)v[0], "max", 1)).ReadsItems()),
        .. _comparable.Select(static t => Member("min", [CelType.ListOf(t)], t, static v => Best((CelList)v[0], "min", -1)).ReadsItems()),
        Member("indexOf", [CelType.ListOf(_item), _item], CelType.Int, static v => IndexOf((CelList)v[0], v[1])).ReadsItems(),
        Member("lastIndexOf", [CelType.ListOf(_item), _item], CelType.Int, static v => LastIndexOf((CelList)v[0], v[1])).ReadsItems(),
    ];

    private static CelValue IsSorted(CelList list)
    {
        for (var i = 1; i < list.Count; i++)
        {
            if (ComparisonLibrary.Compare(list[i - 1], list[i]) is not { } order) { return CelError.NoOverload; }
            if (order > 0) { return false; }
        }
        return true;
    }

    private static CelValue Sum(CelList list, CelValue zero)
    {
        if (list.Count == 0) { return zero; }
        var sum = list[0];
        for (var i = 1; i < list.Count; i++)
        {
            var item = list[i];
            if (_adds.FirstOrDefault(o => o.Arguments[0].Kind == sum.Type.Kind && o.Arguments[1].Kind == item.Type.Kind) is not { } add) { return CelError.NoOverload; }
            sum = add.Run([sum, item]);
            if (sum is CelError) { return sum; }
        }
        return sum;
    }

    private static CelValue Best(CelList list, string name, int wanted)
    {
        if (list.Count == 0) { return new CelError($"{name} called on empty list"); }
        var best = list[0];
        for (var i = 1; i < list.Count; i++)
        {
            if (ComparisonLibrary.Compare(list[i], best) is not { } order) { return CelError.NoOverload; }
            if (Math.Sign(order) == wanted) { best = list[i]; }
        }
        return best;
    }

    private static CelValue IndexOf(CelList list, CelValue value)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i].EqualTo(value)) { return i; }
        }
        return -1;
    }

    private static CelValue LastIndexOf(CelList list, CelValue value)
    {
        for (var i = list.Count - 1; i >= 0; i--)
        {
            if (list[i].EqualTo(value)) { return i; }
        }
        return -1;
    }
}
