namespace KubeSharp.ApiServer.FlowControl;

/// <summary>Deals each flow a hand of queues by its hash, so that two flows seldom share all of theirs. Pure. Source: API Priority and Fairness, shuffle sharding.</summary>
public static class ShuffleSharding
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>The flow's number (FNV-1a).</summary>
    public static ulong HashOf(string schema, string flow)
    {
        var hash = Offset;
        foreach (var c in schema) { hash = (hash ^ c) * Prime; }
        hash = (hash ^ 0xFF) * Prime;
        foreach (var c in flow) { hash = (hash ^ c) * Prime; }
        return hash ^ (hash >> 32);
    }

    /// <summary>Deals as many different cards as the hand holds, each from 0 to <paramref name="deck"/> - 1.</summary>
    public static void Deal(ulong hash, int deck, Span<int> hand)
    {
        for (var i = 0; i < hand.Length; i++)
        {
            var left = (ulong)(deck - i);
            var card = (int)(hash % left);
            hash /= left;
            // The n-th of the cards that are left: those dealt before, in order, are stepped over.
            var at = 0;
            for (; at < i && card >= hand[at]; at++) { card++; }
            hand[at..i].CopyTo(hand[(at + 1)..]);
            hand[at] = card;
        }
    }
}
