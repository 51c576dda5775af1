using KubeSharp.Cli.Templates;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Cli.Printing;

/// <summary>The order of values for --sort-by: numbers by size, quantities by amount, texts by their characters.</summary>
internal static class SortOrder
{
    // Compat: up to here upstream's sort puts one after the other into place, so that what is equal, or missing, comes to stand as it does there.
    private const int InsertedMax = 12;

    /// <summary>What has these keys in order; what has none comes first.</summary>
    /// <param name="keyed">Each with its key; null: it has none.</param>
    /// <param name="path">The keys' path, for the failure.</param>
    /// <param name="holder">What upstream's failure calls that which is sorted.</param>
    /// <exception cref="CliException">Two keys have no order.</exception>
    public static IReadOnlyList<Node> Sorted(IReadOnlyList<(Node Item, Node? Key)> keyed, string path, string holder)
    {
        if (keyed.Count > InsertedMax)
        {
            var order = Comparer<Node?>.Create((a, b) => IsLess(a, b, path, holder) ? -1 : IsLess(b, a, path, holder) ? 1 : 0);
            return [.. keyed.Where(static k => k.Key is null).Reverse().Concat(keyed.Where(static k => k.Key is not null).OrderBy(static k => k.Key, order)).Select(static k => k.Item)];
        }
        var sorted = keyed.ToArray();
        for (var i = 1; i < sorted.Length; i++)
        {
            for (var j = i; j > 0 && IsLess(sorted[j].Key, sorted[j - 1].Key, path, holder); j--) { (sorted[j], sorted[j - 1]) = (sorted[j - 1], sorted[j]); }
        }
        return [.. sorted.Select(static k => k.Item)];
    }

    private static bool IsLess(Node? a, Node? b, string path, string holder) => (a, b) switch
    {
        (null, _) => true,
        (_, null) => false,
        (NullNode, _) => b is not NullNode,
        (_, NullNode) => false,
        (NumberNode { IsInteger: true } x, NumberNode { IsInteger: true } y) => x.Integer < y.Integer,
        (NumberNode { IsInteger: false } x, NumberNode { IsInteger: false } y) => x.Double < y.Double,
        (StringNode x, StringNode y) => Quantity.TryParse(x.Value, out var left) && Quantity.TryParse(y.Value, out var right) ? left.CompareTo(right) < 0 : string.CompareOrdinal(x.Value, y.Value) < 0,
        _ => throw new CliException($"Field {path} in {holder} is an unsortable type: interface, err: {(a is NumberNode or StringNode ? "unsortable interface: interface" : $"unsortable type: {GoFormat.TypeName(a)}")}") { FatalAt = holder.StartsWith('[') ? "sorter.go:375" : "sorter.go:329" },
    };
}
