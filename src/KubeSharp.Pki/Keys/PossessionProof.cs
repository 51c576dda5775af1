using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Pki.Keys;

/// <summary>Whether somebody who shows a public key has its private half: the signature of a text. Source: API reference, PodCertificateRequest, proofOfPossession.</summary>
public static class PossessionProof
{
    private const int HashLength = 32;

    /// <summary>The signature is of the text's bytes: by ECDSA over SHA-256 in DER, by RSASSA-PSS with a salt of any length, or by Ed25519.</summary>
    public static bool Holds(PublicKey key, byte[] text, byte[] signature)
    {
        if (key.Oid.Value == Ed25519Key.Identifier) { return Ed25519Key.Verify(key, text, signature); }
        using var curve = key.GetECDsaPublicKey();
        if (curve is not null) { return curve.VerifyData(text, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence); }
        using var rsa = key.GetRSAPublicKey();
        return rsa is not null && HoldsPss(rsa.ExportParameters(false), SHA256.HashData(text), signature);
    }

    // The class library takes salts of the hash's length only, and Go's makes the longest. Source: RFC 8017, 9.1.2.
    private static bool HoldsPss(RSAParameters key, byte[] hash, byte[] signature)
    {
        var modulus = new BigInteger(key.Modulus, isUnsigned: true, isBigEndian: true);
        var value = new BigInteger(signature, isUnsigned: true, isBigEndian: true);
        if (signature.Length != key.Modulus!.Length || value >= modulus) { return false; }
        var message = new byte[signature.Length];
        var power = BigInteger.ModPow(value, new BigInteger(key.Exponent, isUnsigned: true, isBigEndian: true), modulus).ToByteArray(isUnsigned: true, isBigEndian: true);
        power.CopyTo(message, message.Length - power.Length);
        // Moduli of whole bytes: one bit less than the modulus has, so the highest bit is empty.
        if (message[^1] != 0xBC || (message[0] & 0x80) != 0) { return false; }
        var masked = message.AsSpan(..^(HashLength + 1));
        var found = message.AsSpan()[^(HashLength + 1)..^1];
        Unmask(masked, found);
        masked[0] &= 0x7F;
        var start = masked.IndexOfAnyExcept((byte)0);
        if (start < 0 || masked[start] != 1) { return false; }
        byte[] whole = [.. new byte[8], .. hash, .. masked[(start + 1)..]];
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(whole), found);
    }

    private static void Unmask(Span<byte> masked, ReadOnlySpan<byte> seed)
    {
        for (var block = 0; block * HashLength < masked.Length; block++)
        {
            byte[] input = [.. seed, (byte)(block >> 24), (byte)(block >> 16), (byte)(block >> 8), (byte)block];
            var mask = SHA256.HashData(input);
            var part = masked[(block * HashLength)..];
            for (var i = 0; i < HashLength && i < part.Length; i++) { part[i] ^= mask[i]; }
        }
    }
}
