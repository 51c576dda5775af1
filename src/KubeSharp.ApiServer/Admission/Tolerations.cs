using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Lists of tolerations put together, and held against others. Pure. Source: Taints and Tolerations.</summary>
public static class Tolerations
{
    private static readonly string[] _identity = ["key", "effect", "operator", "value"];

    /// <summary>The list with one more, in the place of one that is the same but for its seconds.</summary>
    public static ArrayNode Put(ArrayNode list, ObjectNode toleration)
    {
        var result = new List<Node>();
        var isThere = false;
        foreach (var own in list)
        {
            var isSame = _identity.All(f => own.Text(f) == toleration.Text(f));
            if (isSame && own.Equals(toleration)) { return list; }
            result.Add(isSame ? toleration : own);
            isThere |= isSame;
        }
        return new ArrayNode([.. result, .. isThere ? [] : new Node[] { toleration }]);
    }

    /// <summary>Both lists, without those that another one covers; of two that are the same the first stays.</summary>
    public static ArrayNode Merge(ArrayNode first, ArrayNode second)
    {
        Node[] all = [.. first, .. second];
        var kept = new List<Node>();
        for (var i = 0; i < all.Length; i++)
        {
            var one = all[i];
            if (kept.Exists(k => Covers(k, one)) || all.Skip(i + 1).Any(other => !Same(other, one) && Covers(other, one))) { continue; }
            kept.Add(one);
        }
        return new ArrayNode([.. kept]);
    }

    /// <summary>Whether each of the tolerations is covered by one that is allowed; an empty list of these allows all.</summary>
    public static bool AreAllowed(ArrayNode tolerations, ArrayNode allowed) => allowed.Count == 0 || tolerations.All(t => allowed.Any(a => Covers(a, t)));

    // Whether whatever the smaller tolerates the larger does.
    private static bool Covers(Node larger, Node smaller)
    {
        if (Same(larger, smaller)) { return true; }
        if (larger.Text("key") != smaller.Text("key") && (larger.Text("key").Length > 0 || larger.Text("operator") != "Exists")) { return false; }
        if (larger.Text("effect") != smaller.Text("effect") && larger.Text("effect").Length > 0) { return false; }
        if (larger.Text("effect") == "NoExecute" && larger.Number("tolerationSeconds") is { } most && !(smaller.Number("tolerationSeconds") <= most)) { return false; }
        return larger.Text("operator") switch
        {
            "" or "Equal" => smaller.Text("operator") == "Equal" && smaller.Text("value") == larger.Text("value"),
            "Exists" => true,
            _ => false,
        };
    }

    private static bool Same(Node a, Node b) => _identity.All(f => a.Text(f) == b.Text(f)) && Immutability.Same((a as ObjectNode)?["tolerationSeconds"], (b as ObjectNode)?["tolerationSeconds"]);
}
