using System.Text;
using KubeSharp.Machinery.Documents;
using KubeSharp.Storage;

namespace KubeSharp.ApiServer.Registry;

/// <summary>
/// What of an object no other may have (<see cref="KindRules.Claims"/>): a key each, which comes and goes in the same transaction as the object that has
/// it. So two servers that give one address at the same moment cannot both store it, whatever either knows of the other.
/// </summary>
internal static class ObjectClaims
{
    private const string Folder = "/registry/claims/";
    // etcd takes 128 steps a transaction, and all claims of an object may change at once. Those beyond have no key: of a service of more than sixty
    // addresses and node ports they are unique as far as this server knows.
    private const int KeysMax = 60;

    /// <summary>The transaction with what storing <paramref name="value"/> (null: it goes) in the place of <paramref name="old"/> claims and gives back.</summary>
    public static Transaction With(Transaction transaction, KindRules rules, ObjectNode? value, ObjectNode? old)
    {
        var (wanted, held) = (Of(rules, value), Of(rules, old));
        // Of most kinds there are none.
        if (wanted.Count + held.Count == 0) { return transaction; }
        string[] taken = [.. wanted.Except(held)], given = [.. held.Except(wanted)];
        if (taken.Length == 0 && given.Length == 0) { return transaction; }
        var owner = ObjectNode.Of(("metadata", ObjectNode.Of(("uid", (value ?? old)!.TextAt("metadata", "uid"))))).ToUtf8();
        return transaction with
        {
            Compare = [.. transaction.Compare, .. taken.Select(static c => new Comparison(Key(c), CompareTarget.ModRevision, CompareOperator.Equal))],
            Then = [.. transaction.Then, .. taken.Select(c => new PutOperation(Key(c), owner)), .. given.Select(static c => new DeleteOperation(Key(c)))],
            // Which of them was in the way, if it was one.
            Else = [new RangeOperation(new RangeRequest(transaction.Compare[0].Key, KeysOnly: true)), .. taken.Select(static c => new RangeOperation(new RangeRequest(Key(c))))],
        };
    }

    /// <summary>After a transaction that failed: the claim that somebody else has, where nothing else was in the way.</summary>
    public static ClaimTakenException? InTheWay(TransactionResult failed, long expectedRevision)
    {
        if (failed.Results.Count == 0 || (failed.Results[0].Items is [var item] ? item.ModRevision : 0) != expectedRevision) { return null; }
        return failed.Results.Skip(1).SelectMany(static c => c.Items).FirstOrDefault() is { } taken
            ? new ClaimTakenException(Encoding.UTF8.GetString(taken.Key.Span)[Folder.Length..], Node.Parse(taken.Value.Span).TextAt("metadata", "uid") ?? "") : null;
    }

    private static IReadOnlyList<string> Of(KindRules rules, ObjectNode? value) => value is not null && rules.Claims(value) is { Count: > 0 } claims ? [.. claims.Take(KeysMax)] : [];

    private static byte[] Key(string claim) => Encoding.UTF8.GetBytes(Folder + claim);
}
