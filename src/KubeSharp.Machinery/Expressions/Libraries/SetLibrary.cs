using KubeSharp.Machinery.Expressions.Values;
using static KubeSharp.Machinery.Expressions.Libraries.CelOverload;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>Lists as sets. Source: cel-go's sets extension.</summary>
internal static class SetLibrary
{
    private static readonly CelType _list = CelType.ListOf(CelType.Parameter("T"));

    public static IEnumerable<CelOverload> Overloads =>
    [
        Global("sets.contains", [_list, _list], CelType.Bool, static v => Contains((CelList)v[0], (CelList)v[1])).ComparesAll(1),
        Global("sets.equivalent", [_list, _list], CelType.Bool, static v => Contains((CelList)v[0], (CelList)v[1]) && Contains((CelList)v[1], (CelList)v[0])).ComparesAll(2),
        Global("sets.intersects", [_list, _list], CelType.Bool, static v => Intersects((CelList)v[0], (CelList)v[1])).ComparesAll(1),
    ];

    private static bool Contains(CelList all, CelList some)
    {
        for (var i = 0; i < some.Count; i++)
        {
            if (!all.Contains(some[i])) { return false; }
        }
        return true;
    }

    private static bool Intersects(CelList a, CelList b)
    {
        for (var i = 0; i < b.Count; i++)
        {
            if (a.Contains(b[i])) { return true; }
        }
        return false;
    }
}
