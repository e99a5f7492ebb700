package io.bourse.engine;

/**
 * The blocks of one side of a book in order of their number: an AA tree (Andersson 1993, a simple red-black tree) whose
 * nodes are the blocks themselves, and a list through them. All operations are O(log blocks) at worst, whatever the
 * distance between the prices. Only a block that begins or ends comes here: one that exists is found by its number in a
 * hash table, because a descent costs a cache miss a step.
 */
final class BlockTree {
    private PriceBlock root;
    private PriceBlock first;

    /** For tests: the block with the lowest number; null when there is none. */
    PriceBlock first() {
        return first;
    }

    /** For tests: the top of the tree. */
    PriceBlock root() {
        return root;
    }

    /** Adds a block whose number is not there yet. */
    void add(final PriceBlock block) {
        final PriceBlock below = below(block.number);
        final PriceBlock above = below == null ? first : below.next;
        block.previous = below;
        block.next = above;
        if (below == null) {
            first = block;
        } else {
            below.next = block;
        }
        if (above != null) {
            above.previous = block;
        }
        block.left = null;
        block.right = null;
        block.height = 1;
        root = insert(root, block);
    }

    /** Removes a block that is there. */
    void remove(final PriceBlock block) {
        if (block.previous == null) {
            first = block.next;
        } else {
            block.previous.next = block.next;
        }
        if (block.next != null) {
            block.next.previous = block.previous;
        }
        root = delete(root, block);
        block.next = null;
        block.previous = null;
        block.left = null;
        block.right = null;
        block.height = 0;
    }

    private PriceBlock below(final long number) {
        PriceBlock below = null;
        PriceBlock block = root;
        while (block != null) {
            if (block.number < number) {
                below = block;
                block = block.right;
            } else {
                block = block.left;
            }
        }
        return below;
    }

    /** Recursion is as deep as the tree is high: at most 2 log2(blocks). */
    private static PriceBlock insert(final PriceBlock node, final PriceBlock block) {
        if (node == null) {
            return block;
        }
        if (block.number < node.number) {
            node.left = insert(node.left, block);
        } else {
            node.right = insert(node.right, block);
        }
        return split(skew(node));
    }

    private static PriceBlock delete(final PriceBlock node, final PriceBlock block) {
        if (node == null) {
            throw new IllegalStateException("block is not in the tree: number=" + block.number);
        }
        if (node != block) {
            if (block.number < node.number) {
                node.left = delete(node.left, block);
            } else {
                node.right = delete(node.right, block);
            }
            return rebalance(node);
        }
        if (block.left == null && block.right == null) {
            return null;
        }
        final PriceBlock heir;
        if (block.left == null) {
            heir = lowest(block.right);
            final PriceBlock right = delete(block.right, heir);
            heir.right = right;
            heir.left = null;
        } else {
            heir = highest(block.left);
            final PriceBlock left = delete(block.left, heir);
            heir.left = left;
            heir.right = block.right;
        }
        heir.height = block.height;
        return rebalance(heir);
    }

    private static PriceBlock rebalance(final PriceBlock node) {
        final int height = Math.min(height(node.left), height(node.right)) + 1;
        if (height < node.height) {
            node.height = height;
            if (node.right != null && height < node.right.height) {
                node.right.height = height;
            }
        }
        final PriceBlock top = skew(node);
        top.right = skew(top.right);
        if (top.right != null) {
            top.right.right = skew(top.right.right);
        }
        final PriceBlock balanced = split(top);
        balanced.right = split(balanced.right);
        return balanced;
    }

    /** Turns a left link to a node of the same height into a right link. */
    private static PriceBlock skew(final PriceBlock node) {
        if (node == null || node.left == null || node.left.height != node.height) {
            return node;
        }
        final PriceBlock left = node.left;
        node.left = left.right;
        left.right = node;
        return left;
    }

    /** Lifts the middle of three nodes of the same height. */
    private static PriceBlock split(final PriceBlock node) {
        if (node == null || node.right == null || node.right.right == null || node.right.right.height != node.height) {
            return node;
        }
        final PriceBlock right = node.right;
        node.right = right.left;
        right.left = node;
        right.height++;
        return right;
    }

    private static PriceBlock lowest(final PriceBlock node) {
        PriceBlock block = node;
        while (block.left != null) {
            block = block.left;
        }
        return block;
    }

    private static PriceBlock highest(final PriceBlock node) {
        PriceBlock block = node;
        while (block.right != null) {
            block = block.right;
        }
        return block;
    }

    private static int height(final PriceBlock node) {
        return node == null ? 0 : node.height;
    }
}
