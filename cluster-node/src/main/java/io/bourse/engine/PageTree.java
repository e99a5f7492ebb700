package io.bourse.engine;

/**
 * The pages of one side of a book in order of their number: an AA tree (Andersson 1993, a simple red-black tree) whose
 * nodes are the pages themselves, and a list through them. All operations are O(log pages) at worst, whatever the
 * distance between the prices. Only a page that begins or ends comes here: a page that exists is found by its number in a
 * hash table, because a descent costs a cache miss a step.
 */
final class PageTree {
    private PricePage root;
    private PricePage first;

    /** The page with the lowest number; null when there is none. */
    PricePage first() {
        return first;
    }

    /** For tests: the top of the tree. */
    PricePage root() {
        return root;
    }

    /** Adds a page whose number is not there yet. */
    void add(final PricePage page) {
        final PricePage below = below(page.number);
        final PricePage above = below == null ? first : below.next;
        page.previous = below;
        page.next = above;
        if (below == null) {
            first = page;
        } else {
            below.next = page;
        }
        if (above != null) {
            above.previous = page;
        }
        page.left = null;
        page.right = null;
        page.height = 1;
        root = insert(root, page);
    }

    /** Removes a page that is there. */
    void remove(final PricePage page) {
        if (page.previous == null) {
            first = page.next;
        } else {
            page.previous.next = page.next;
        }
        if (page.next != null) {
            page.next.previous = page.previous;
        }
        root = delete(root, page);
        page.next = null;
        page.previous = null;
        page.left = null;
        page.right = null;
        page.height = 0;
    }

    private PricePage below(final long number) {
        PricePage below = null;
        PricePage page = root;
        while (page != null) {
            if (page.number < number) {
                below = page;
                page = page.right;
            } else {
                page = page.left;
            }
        }
        return below;
    }

    /** Recursion is as deep as the tree is high: at most 2 log2(pages). */
    private static PricePage insert(final PricePage node, final PricePage page) {
        if (node == null) {
            return page;
        }
        if (page.number < node.number) {
            node.left = insert(node.left, page);
        } else {
            node.right = insert(node.right, page);
        }
        return split(skew(node));
    }

    private static PricePage delete(final PricePage node, final PricePage page) {
        if (node == null) {
            throw new IllegalStateException("page is not in the tree: number=" + page.number);
        }
        if (node != page) {
            if (page.number < node.number) {
                node.left = delete(node.left, page);
            } else {
                node.right = delete(node.right, page);
            }
            return rebalance(node);
        }
        if (page.left == null && page.right == null) {
            return null;
        }
        final PricePage heir;
        if (page.left == null) {
            heir = lowest(page.right);
            final PricePage right = delete(page.right, heir);
            heir.right = right;
            heir.left = null;
        } else {
            heir = highest(page.left);
            final PricePage left = delete(page.left, heir);
            heir.left = left;
            heir.right = page.right;
        }
        heir.height = page.height;
        return rebalance(heir);
    }

    private static PricePage rebalance(final PricePage node) {
        final int height = Math.min(height(node.left), height(node.right)) + 1;
        if (height < node.height) {
            node.height = height;
            if (node.right != null && height < node.right.height) {
                node.right.height = height;
            }
        }
        final PricePage top = skew(node);
        top.right = skew(top.right);
        if (top.right != null) {
            top.right.right = skew(top.right.right);
        }
        final PricePage balanced = split(top);
        balanced.right = split(balanced.right);
        return balanced;
    }

    /** Turns a left link to a node of the same height into a right link. */
    private static PricePage skew(final PricePage node) {
        if (node == null || node.left == null || node.left.height != node.height) {
            return node;
        }
        final PricePage left = node.left;
        node.left = left.right;
        left.right = node;
        return left;
    }

    /** Lifts the middle of three nodes of the same height. */
    private static PricePage split(final PricePage node) {
        if (node == null || node.right == null || node.right.right == null || node.right.right.height != node.height) {
            return node;
        }
        final PricePage right = node.right;
        node.right = right.left;
        right.left = node;
        right.height++;
        return right;
    }

    private static PricePage lowest(final PricePage node) {
        PricePage page = node;
        while (page.left != null) {
            page = page.left;
        }
        return page;
    }

    private static PricePage highest(final PricePage node) {
        PricePage page = node;
        while (page.right != null) {
            page = page.right;
        }
        return page;
    }

    private static int height(final PricePage node) {
        return node == null ? 0 : node.height;
    }
}
